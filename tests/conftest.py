"""What every test may ask for."""

import pytest

from personas.cast import load_cast
from personas.persona import Persona
from personas.trust_table import TrustTable, shipped_table


@pytest.fixture(scope="session")
def cast() -> dict[str, Persona]:
    """The shipped clients, loaded once."""
    return load_cast()


@pytest.fixture(scope="session")
def table() -> TrustTable:
    """The shipped numbers."""
    return shipped_table()
