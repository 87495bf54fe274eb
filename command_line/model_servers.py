"""The servers of language models that the settings name: who words the client, and who gives second opinions."""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from command_line.outcome import WrongCall
from command_line.settings import Settings

if TYPE_CHECKING:
    from practice.judge_setup import JudgeServer
    from practice.model_server import ModelServer


def voice_server(settings: Settings, engine: str) -> "ModelServer | None":
    """Give the server that words the client, or None for the embedded voice.

    Raises:
        WrongCall: The engine is `model` and its setting is incomplete or no web address.
    """
    if engine == "embedded":
        return None
    from practice.model_server import ModelServer

    if not settings.model_url or not settings.model_name:
        raise WrongCall("ATTUNE_MODEL_URL and ATTUNE_MODEL_NAME: the engine `model` needs both; see .env.example")
    try:
        return ModelServer(url=settings.model_url, key=settings.model_key, model=settings.model_name)
    except ValidationError as error:
        raise WrongCall(f"ATTUNE_MODEL_URL: {error.errors()[0]['msg']}") from error


def judge_server(settings: Settings) -> "JudgeServer | None":
    """Give the server that gives second opinions, or None where none is set.

    Raises:
        WrongCall: The setting is incomplete or no web address.
    """
    if not settings.judge_url:
        return None
    from practice.judge_setup import JudgeServer

    if not settings.judge_name:
        raise WrongCall("ATTUNE_JUDGE_NAME: is empty; give the name of the model on the server of ATTUNE_JUDGE_URL")
    try:
        return JudgeServer(url=settings.judge_url, key=settings.judge_key, model=settings.judge_name)
    except ValidationError as error:
        raise WrongCall(f"ATTUNE_JUDGE_URL: {error.errors()[0]['msg']}") from error
