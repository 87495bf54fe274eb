"""The program, run as a person would run it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def attune(*arguments, text=None):
    """Run the program as a person would."""
    command = [sys.executable, "app.py", *arguments]
    return subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, timeout=200, check=False)
