"""Which labelled exchanges show a judge the scale? Low and high answers to the client turns nearest to this one."""

import threading
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dialogue.record import Record
from language_model.encoder import SentenceEncoder
from language_model.passages import Passage, Passages, Where
from language_model.ready_vectors import vectors_of

COLLECTION = "judge-examples"
LOW, HIGH = 1, 3
"""The highest level of a low answer, the lowest of a high one; source: clinical design 2.3."""
MOST_WORDS = 45
"""Words of one turn of an example; ours."""
MOMENTS = 2
"""Client turns that are shown for each headline; ours."""
HEADLINES = ("empathy", "boundary_setting")


class Labelled(BaseModel):
    """What is needed here of a labelled exchange; whatever else is known of it is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    client: str
    trainee: str
    empathy: int
    boundary: int | None

    def level(self, headline: str) -> int | None:
        """Give its level 0–4 for a headline, None where there was no occasion."""
        return self.empathy if headline == "empathy" else self.boundary


class Example(Record):
    """One labelled exchange as the judge sees it."""

    id: str
    client: str
    trainee: str
    levels: dict[str, int]


class Contrast(Record):
    """A low and a high answer to the same client turn, for one headline."""

    id: str
    headline: str
    client: str
    low: Example
    high: Example


class JudgeExamples:
    """Contrasts, found by the likeness of the client's words. May be used by several threads at once."""

    def __init__(self, contrasts: Sequence[Contrast], passages: Passages, encoder: SentenceEncoder) -> None:
        """Keep the contrasts; they are put among the passages at the first search."""
        self._by_id = {contrast.id: contrast for contrast in contrasts}
        self._passages = passages
        self._encoder = encoder
        self._lock = threading.Lock()
        self._is_put = False

    def near(self, client: str, criteria: Sequence[str]) -> tuple[Example, ...]:
        """Give low and high answers to the client turns nearest to this one, each exchange once.

        Args:
            client: The client's words.
            criteria: What is asked; a headline that is not among them needs no examples.
        """
        headlines = [headline for headline in HEADLINES if headline in criteria]
        if not client.strip() or not headlines or not self._by_id:
            return ()
        self._put()
        vector = self._encoder.encode([client])[0]
        found: dict[str, Example] = {}
        for headline in headlines:
            where: Where = {"headline": headline}
            for near in self._passages.nearest(COLLECTION, vector, where, MOMENTS):
                contrast = self._by_id[near.id]
                found |= {contrast.low.id: contrast.low, contrast.high.id: contrast.high}
        return tuple(found.values())

    def _put(self) -> None:
        with self._lock:
            if not self._is_put:
                contrasts = list(self._by_id.values())
                vectors = vectors_of([one.client for one in contrasts], self._encoder, vectors_file())
                passages = [Passage(id=c.id, text=c.client, metadata={"headline": c.headline}) for c in contrasts]
                self._passages.put(COLLECTION, passages, vectors)
                self._is_put = True


def vectors_file() -> Path:
    """Give the shipped file of the vectors of their client turns; `make vectors` renews it."""
    return Path(str(files("evaluator"))) / "judge_vectors.npy"


def shipped_contrasts() -> list[Contrast]:
    """Pair the shipped exchanges: for each headline and client turn, the lowest and the highest short answer."""
    folder = Path(str(files("evaluator"))) / "exchanges"
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    labelled = [Labelled.model_validate_json(line) for line in lines if line.strip()]
    answers: dict[str, list[Labelled]] = {}
    for one in labelled:
        if max(len(one.client.split()), len(one.trainee.split())) <= MOST_WORDS:
            answers.setdefault(one.client, []).append(one)
    pairs = [_contrast(headline, same) for headline in HEADLINES for same in answers.values()]
    return [pair for pair in pairs if pair is not None]


def _contrast(headline: str, answers: Sequence[Labelled]) -> Contrast | None:
    """Pair the lowest and the highest of the answers to one client turn, if they differ clearly."""
    levels = [(level, one.id, one) for one in answers if (level := one.level(headline)) is not None]
    if not levels:
        return None
    low, high = min(levels, key=lambda of: of[:2]), max(levels, key=lambda of: of[:2])
    if low[0] > LOW or high[0] < HIGH:
        return None
    client = low[2].client
    return Contrast(
        id=f"{headline}-{low[1]}-{high[1]}", headline=headline, client=client, low=_shown(low[2]), high=_shown(high[2])
    )


def _shown(one: Labelled) -> Example:
    levels = {headline: level for headline in HEADLINES if (level := one.level(headline)) is not None}
    return Example(id=one.id, client=one.client, trainee=one.trainee, levels=levels)
