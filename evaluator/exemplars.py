"""Which good answer to another client comes nearest to this moment? From the exchanges written for this project."""

import threading
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from dialogue.acts import Act
from dialogue.cues import Cue
from dialogue.flags import Flag
from dialogue.record import Record
from evaluator.exemplar_vectors import vectors_file
from language_model.encoder import SentenceEncoder
from language_model.passages import Passage, Passages
from language_model.ready_vectors import vectors_of

COLLECTION = "exemplars"
LEAST_LEVEL = 3
"""Level from which an answer is shown as a way to do it; source: clinical design 2.3 (the training target)."""
MOST_WORDS = 40
"""Words of a client or trainee turn that can be read at a glance; ours."""
LEAST_SIMILARITY = 0.52
"""Cosine below which another client's moment has nothing to do with this one; ours."""
LEAST_WITH_CUE = 0.36
"""The same where both moments offer the same cue, and not only some feeling or story; ours."""
COMMON_CUES = frozenset({Cue.FEELING, Cue.STORY})
"""Cues of nearly every moment: they make no two alike."""
LOOKED_AT = 24
"""How many near moments are looked at before those with the same cue are put first; ours."""
NEUTRAL_FLAGS = frozenset({
    Flag.CULTURAL_HUMILITY, Flag.PACING_OFFERED, Flag.RUPTURE_ACKNOWLEDGED, Flag.RESPONSIBILITY_TAKEN,
    Flag.CONFIDENTIALITY_LIMITS_STATED, Flag.AUTONOMY_SUPPORT, Flag.RISK_INQUIRY, Flag.REFERRAL_OFFERED,
})  # fmt: skip
"""Flags that mark something good."""


class Exemplar(Record):
    """One labelled exchange; a level 0–4 for empathy, and for the boundary where there was occasion for one."""

    id: str
    family: str
    client: str
    trainee: str
    empathy: int
    boundary: int | None
    flags: tuple[Flag, ...]
    acts: tuple[Act, ...]
    cues: tuple[Cue, ...]
    hard: str = ""
    main: str | None = None


class Exemplars:
    """Good answers, found by the likeness of the client's words. May be used by several threads at once."""

    def __init__(self, exemplars: Sequence[Exemplar], passages: Passages, encoder: SentenceEncoder) -> None:
        """Keep the exemplars; they are put among the passages at the first search."""
        self._by_id = {exemplar.id: exemplar for exemplar in exemplars}
        self._passages = passages
        self._encoder = encoder
        self._lock = threading.Lock()
        self._is_put = False

    def nearest(self, client: str, criterion: str, cues: Sequence[Cue], most: int) -> tuple[Exemplar, ...]:
        """Give the exemplars whose client is nearest, those that share one of the cues first.

        Args:
            client: The client's words.
            criterion: What the answer must be good at: `boundary_setting`, else empathy.
            cues: Cues that make two moments alike for this criterion.
            most: How many at most.
        """
        if not client.strip() or not self._by_id:
            return ()
        self._put()
        headline = "boundary" if criterion == "boundary_setting" else "empathy"
        vector = self._encoder.encode([client])[0]
        found = self._passages.nearest(COLLECTION, vector, {headline: {"$gte": LEAST_LEVEL}}, LOOKED_AT)
        telling = set(cues) - COMMON_CUES
        near = [self._by_id[one.id] for one in found if one.similarity >= _least(self._by_id[one.id], telling)]
        return tuple(sorted(near, key=lambda one: not set(one.cues) & set(cues)))[:most]

    def _put(self) -> None:
        with self._lock:
            if not self._is_put:
                clients = [one.client for one in self._by_id.values()]
                vectors = vectors_of(clients, self._encoder, vectors_file())
                self._passages.put(COLLECTION, [_passage(one) for one in self._by_id.values()], vectors)
                self._is_put = True


def load_exemplars(passages: Passages, encoder: SentenceEncoder) -> Exemplars:
    """Load the shipped exemplars; nothing is encoded before the first search."""
    return Exemplars(shipped_exemplars(), passages, encoder)


def shipped_exemplars() -> list[Exemplar]:
    """Read the exchanges worth showing: short, good at a headline, nothing in them that a supervisor would stop."""
    folder = Path(str(files("evaluator"))) / "exchanges"
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    exemplars = [Exemplar.model_validate_json(line) for line in lines if line.strip()]
    return [exemplar for exemplar in exemplars if is_worth_showing(exemplar)]


def is_worth_showing(exemplar: Exemplar) -> bool:
    """Tell whether an exchange may be shown as one of several good ways."""
    short = max(len(exemplar.client.split()), len(exemplar.trainee.split())) <= MOST_WORDS
    held = exemplar.boundary is None or exemplar.boundary >= LEAST_LEVEL
    good = max(exemplar.empathy, exemplar.boundary or 0) >= LEAST_LEVEL and exemplar.empathy >= 2
    return short and held and good and set(exemplar.flags) <= NEUTRAL_FLAGS


def _least(exemplar: Exemplar, telling: set[Cue]) -> float:
    return LEAST_WITH_CUE if telling & set(exemplar.cues) else LEAST_SIMILARITY


def _passage(exemplar: Exemplar) -> Passage:
    boundary = -1 if exemplar.boundary is None else exemplar.boundary
    return Passage(id=exemplar.id, text=exemplar.client, metadata={"empathy": exemplar.empathy, "boundary": boundary})
