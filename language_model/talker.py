"""One reply at a time from a chat model, for synchronous code: a thread with one event loop owns the model."""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as LoopTimeout
from contextlib import aclosing
from typing import TYPE_CHECKING, NamedTuple, Protocol

from language_model.chat_model import stream_reply
from language_model.errors import LanguageModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

Listen = Callable[[str], bool]
"""Is given all words so far after each piece; False stops the reply."""


class Words(NamedTuple):
    """One side's words in a conversation."""

    trainee: bool
    text: str


class Said(NamedTuple):
    """A reply, and what it took."""

    text: str
    stopped: bool
    """The listener stopped it: the text is not whole."""
    first_word: float
    """Seconds to the first piece."""


class Talks(Protocol):
    """Says a reply: `Talker`, or a made-up one."""

    def say(self, system: str, turns: Sequence[Words], listen: Listen) -> Said:
        """Say a reply.

        Raises:
            LanguageModelError: There is none; what was listened to must be thrown away.
        """
        ...


class Talker:
    """Talks with one chat model. Start it once; stop it when nothing more is said."""

    def __init__(self, build: "Callable[[], BaseChatModel]", deadline: float = 40.0) -> None:
        """Keep how the model is built; nothing is imported or sent yet.

        Args:
            build: Builds the model in the loop in which it is used.
            deadline: Seconds for a whole reply.
        """
        self._build = build
        self._deadline = deadline
        self._loop: asyncio.AbstractEventLoop | None = None
        self._model: BaseChatModel | None = None
        self._starting = threading.Lock()

    def say(self, system: str, turns: Sequence[Words], listen: Listen) -> Said:
        """Say a reply to the last of the turns, piece by piece into `listen`."""
        loop = self._running()
        spoken = asyncio.run_coroutine_threadsafe(self._say(system, turns, listen), loop)
        try:
            return spoken.result(self._deadline + 5)
        except LoopTimeout as error:
            spoken.cancel()
            raise LanguageModelError("the language model took too long; see that its server keeps up") from error

    def stop(self) -> None:
        """End the thread; a reply that is under way fails."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop, self._model = asyncio.new_event_loop(), None
                threading.Thread(target=self._loop.run_forever, name="client-voice", daemon=True).start()
            return self._loop

    async def _say(self, system: str, turns: Sequence[Words], listen: Listen) -> Said:
        if self._model is None:
            self._model = self._build()
        started, first, text = time.perf_counter(), 0.0, ""
        try:
            async with asyncio.timeout(self._deadline):
                async with aclosing(stream_reply(self._model, _messages(system, turns))) as pieces:
                    async for piece in pieces:
                        first = first or time.perf_counter() - started
                        text += piece
                        if not listen(text):
                            return Said(text, True, first)
        except TimeoutError as error:
            raise LanguageModelError("the language model took too long; see that its server keeps up") from error
        return Said(text, False, first)


def _messages(system: str, turns: Sequence[Words]) -> "list[BaseMessage]":
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage  # late: seconds to import

    spoken = [HumanMessage(turn.text) if turn.trainee else AIMessage(turn.text) for turn in turns]
    return [SystemMessage(system), *spoken]
