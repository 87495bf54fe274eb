"""Sockets blocked but for loopback, one encoder for all, and a small fake of a chat server."""

from collections.abc import Iterator

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from language_model.encoder import SentenceEncoder, shared_encoder
from tests.language_model.fake_openai import FakeOpenAI


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Let nothing out of this machine."""
    socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def encoder() -> SentenceEncoder:
    return shared_encoder()


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as running:
        yield running
