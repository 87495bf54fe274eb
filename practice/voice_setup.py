"""How the voice of a language model is put together."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from language_model.encoder import SentenceEncoder
from language_model.talker import Talker
from personas.authored_voice import AuthoredVoice
from personas.guard import Guard
from personas.model_voice import ModelVoice
from personas.persona import Persona
from practice.model_server import ModelServer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TEMPERATURE = 0.8
MOST_TOKENS = 260
"""Of one reply; the guard refuses far shorter ones. Ours."""
DEADLINE = 25.0
"""Seconds for a whole reply; then the embedded voice answers."""


def model_voice(
    server: ModelServer, cast: Mapping[str, Persona], authored: AuthoredVoice, encoder: SentenceEncoder
) -> ModelVoice:
    """Give a voice that asks this server; nothing is imported or sent before somebody speaks."""

    def build() -> "BaseChatModel":
        from language_model.chat_model import build_chat_model  # late: seconds to import what it needs

        return build_chat_model(
            server.url,
            server.sent_key,
            server.model,
            temperature=TEMPERATURE,
            timeout=server.timeout,
            max_retries=1,
            chunk_timeout=server.timeout / 2,
            most_tokens=MOST_TOKENS,
        )

    return ModelVoice(cast, Talker(build, DEADLINE), authored, Guard(cast, encoder))
