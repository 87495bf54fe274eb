"""A reader that finds what the trainee's words say it should find."""

from dialogue.acts import Act
from dialogue.flags import Flag
from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from tests.evaluator.grading import reading_of


class ToldReader:
    """Reads the level that stands in the trainee's words: "plain 3", "shifted 3" is one too many."""

    def read_turn(self, exchange: ExchangeText) -> Reading:
        """Read one turn."""
        text = exchange.trainee
        level = min(int(text.split()[1]) + (1 if text.startswith("shifted") else 0), 4)
        signs = (Flag.DUAL_RELATIONSHIP, Act.VIOLATION) if "friends" in text else ()
        boundary = None if "calm" in text else float(level)
        return reading_of(*signs, empathy=float(level), boundary=boundary, text=text, quote=text)
