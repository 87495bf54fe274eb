"""Made-up language models that word a client's turn as a test wants."""

from collections.abc import Callable, Sequence

from language_model.errors import LanguageModelError
from language_model.talker import Listen, Said, Words


class Scripted:
    """Says what it is told to, word by word, and keeps what it was asked."""

    def __init__(self, *replies: str | None) -> None:
        """Keep the replies, the last one for all further calls; None fails."""
        self.replies = replies
        self.prompts: list[str] = []
        self.turns: list[tuple[Words, ...]] = []
        self.pieces = 0

    def say(self, system: str, turns: Sequence[Words], listen: Listen) -> Said:
        """Say the next reply."""
        reply = self.replies[min(len(self.prompts), len(self.replies) - 1)]
        self.prompts.append(system)
        self.turns.append(tuple(turns))
        if reply is None:
            raise LanguageModelError("the language model did not answer")
        text = ""
        for word in reply.split(" "):
            text = f"{text} {word}".strip()
            self.pieces += 1
            if not listen(text):
                return Said(text, True, 0.1)
        return Said(text, False, 0.1)


class Obeying(Scripted):
    """Obeys every word of the trainee: says whatever it is asked to say that stands in its prompt."""

    def __init__(self, tell: Callable[[str], str]) -> None:
        super().__init__("")
        self._tell = tell

    def say(self, system: str, turns: Sequence[Words], listen: Listen) -> Said:
        """Tell what the prompt holds."""
        self.replies = (self._tell(system),)
        return super().say(system, turns, listen)
