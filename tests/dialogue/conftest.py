import pytest

from dialogue.reader import Reader
from dialogue.turns import ExchangeText
from language_model.encoder import shared_encoder


@pytest.fixture(scope="session")
def reader():
    return Reader(shared_encoder())


@pytest.fixture(scope="session")
def read(reader):
    def read_words(trainee, client="My mother died in March and the house is so quiet.", cues=None):
        return reader.read_turn(ExchangeText(client=client, trainee=trainee, cues=cues))

    return read_words
