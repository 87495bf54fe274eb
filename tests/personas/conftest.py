"""The embedded voice over all shipped clients, made once."""

import pytest

from language_model.encoder import shared_encoder
from language_model.passages import Passages
from personas.authored_voice import AuthoredVoice
from personas.line_vectors import line_vectors


@pytest.fixture(scope="session")
def voice(cast) -> AuthoredVoice:
    encoder = shared_encoder()
    return AuthoredVoice(cast, Passages(encoder.encode), encoder, line_vectors(cast.values(), encoder))
