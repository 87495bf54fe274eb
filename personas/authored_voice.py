"""The embedded voice: authored lines, chosen by meaning within what the plan allows.

Chroma holds every line (each thing it `hears`, and its own words) with its vector. What the plan does not allow is
filtered out before meaning is looked at, so a locked line cannot be reached by any words. The same plan always gives
the same words.
"""

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from dialogue.turns import Turn
from language_model.encoder import SentenceEncoder
from language_model.passages import Passage, Passages
from personas.choice import Choice
from personas.line import Line
from personas.line_kinds import Depth, Part, Setting, TurnKind
from personas.manner import Manner, shipped_manner
from personas.model_prompt import STYLE_LINES, Basis
from personas.persona import Persona
from personas.plan import ReplyPlan
from personas.scoring import Scored, Weights, score_of
from personas.voice import Hear, Spoken, newly_told
from personas.wordings import ABOUT_DANGER, Wordings, shipped_groups

LATELY = 5
"""Lines spoken last among which a question makes another one less likely, some three turns; ours."""


def collection_of(persona_id: str) -> str:
    """Give the collection that holds one client's lines."""
    return f"lines-of-{persona_id}"


def passages_of(cast: Iterable[Persona]) -> list[Passage]:
    """Give the passages under which the lines are found by meaning."""
    found = []
    for persona in cast:
        for line in persona.lines:
            own: dict[str, str | int | float | bool] = {
                "line": line.id,
                "layer": line.layer,
                "hint": line.depth is Depth.HINT,
                "tells": line.tells or "",
            }
            texts = [(line.text, False), *((heard, True) for heard in line.hears)]
            found += [
                Passage(id=f"{persona.id}/{line.id}/{place}", text=text, metadata={**own, "heard": heard})
                for place, (text, heard) in enumerate(texts)
            ]
    return found


class AuthoredVoice:
    """Speaks with the words that an author wrote for this client."""

    def __init__(
        self,
        cast: Mapping[str, Persona],
        passages: Passages,
        encoder: SentenceEncoder,
        vectors: NDArray[np.float32] | None = None,
        manner: Manner | None = None,
    ) -> None:
        """Hold the clients' lines; each client's are put among the passages when they first speak.

        Args:
            cast: The clients, by id.
            passages: Where the lines are found by meaning.
            encoder: Computes the vectors of what the trainee says.
            manner: How often the client echoes, reacts and adds; the shipped numbers if not given.
            vectors: Of the lines, shape (passages, 384), in the order of `passages_of`; computed if not given.
        """
        self._lines = {persona.id: {line.id: line for line in persona.lines} for persona in cast.values()}
        self._passages = passages
        self._encoder = encoder
        self._manner = manner or shipped_manner()
        self._wordings = Wordings(shipped_groups(), encoder)
        self._groups = {
            line.id: groups
            for persona in cast.values()
            for line in persona.lines
            if (groups := self._wordings.groups_of(line))
        }
        self._denials = {
            line.id
            for persona in cast.values()
            for line in persona.lines
            if line.tells is None and ABOUT_DANGER & set(self._groups.get(line.id, ()))
        }
        """Lines that answer a question about danger to oneself and tell nothing: said to no other question."""
        self._of_passage: dict[str, tuple[str, float]] = {}
        self._silent: dict[str, tuple[Persona, NDArray[np.float32] | None]] = {}
        self._putting = Lock()
        start = 0
        for persona in cast.values():
            end = start + sum(1 + len(line.hears) for line in persona.lines)
            self._silent[persona.id] = (persona, None if vectors is None else vectors[start:end])
            start = end

    def speak(self, plan: ReplyPlan, history: Sequence[Turn] = (), hear: Hear | None = None) -> Spoken:
        """Word this plan as the client; nothing that is locked, nothing said before in this session."""
        return _spoken(plan, self._choice(plan, self._reachable(plan)).reply())

    def basis(self, plan: ReplyPlan) -> Basis:
        """Give what would be said, and the replies nearest to the moment, for a model that words the turn."""
        reachable = self._reachable(plan)
        replies = sorted((s for s in reachable if s.line.part is Part.REPLY), key=lambda s: (-s.score, s.line.id))
        lines = self._choice(plan, reachable).reply()
        return Basis(lines=tuple(lines), style=tuple(scored.line for scored in replies[:STYLE_LINES]))

    def _reachable(self, plan: ReplyPlan) -> list[Scored]:
        """Rank the lines that may be said: client and layer are filtered before meaning is looked at."""
        self._put(plan.persona)
        depth: list[dict[str, object]] = [{"layer": {"$lte": plan.layer}}]
        depth.append({"$and": [{"hint": True}, {"layer": {"$lte": plan.hint_layer}}]})
        if plan.tellable:
            depth.append({"tells": {"$in": list(plan.tellable)}})
        where = {"$or": depth}
        vectors = [self._vector(text) for text in dict.fromkeys((plan.listen, plan.words))]
        near = self._nearest_of_each(*self._passages.likeness(collection_of(plan.persona), vectors, where))
        meant = self._hear_plain_question(near, plan)
        lines, lately = self._lines[plan.persona], self._asked_lately(plan)
        about_danger = TurnKind.RISK_QUESTION in plan.kinds
        allowed = [
            lines[line]
            for line in near
            if _may_be_said(lines[line], plan) and (about_danger or line not in self._denials)
        ]
        return [Scored(score_of(a, near[a.id], plan, lately), near[a.id], a, a.id in meant) for a in allowed]

    def _hear_plain_question(self, near: dict[str, float], plan: ReplyPlan) -> set[str]:
        """Bring the lines nearer that answer the plain question asked, however it was worded; give their ids."""
        about_danger = TurnKind.RISK_QUESTION in plan.kinds
        asked = self._wordings.asked(plan.listen) if plan.asked or about_danger else {}
        asked = {group: near for group, near in asked.items() if about_danger or group not in ABOUT_DANGER}
        meant = set()
        for line in near if asked else ():
            for group in self._groups.get(line, ()):
                if group in asked:
                    near[line] = max(near[line], asked[group])
                    meant.add(line)
        return meant

    def _choice(self, plan: ReplyPlan, reachable: list[Scored]) -> Choice:
        return Choice(plan, reachable, self._manner, asked_lately=self._asked_lately(plan))

    def _asked_lately(self, plan: ReplyPlan) -> bool:
        """Tell whether one of the lines spoken last asked the trainee something."""
        lines = self._lines[plan.persona]
        return any("?" in lines[said].text for said in plan.said[-LATELY:] if said in lines)

    def _nearest_of_each(self, ids: tuple[str, ...], likeness: NDArray[np.float64]) -> dict[str, float]:
        """Give for each line its best likeness with the question, or with all of the trainee's words."""
        near: dict[str, float] = {}
        for passage, similarity in zip(ids, likeness.tolist(), strict=True):
            line, times = self._of_passage[passage]
            near[line] = max(near.get(line, -1.0), round(similarity * times, 6))
        return near

    def _put(self, persona_id: str) -> None:
        """Put a client's lines among the passages, the first time they speak."""
        with self._putting:
            if persona_id in self._silent:
                persona, vectors = self._silent[persona_id]
                own = passages_of([persona])
                self._passages.put(collection_of(persona_id), own, vectors)
                for passage in own:
                    times = 1.0 if passage.metadata["heard"] else Weights.OWN_WORDS
                    self._of_passage[passage.id] = (str(passage.metadata["line"]), times)
                del self._silent[persona_id]

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoder.encode([text])[0]
        return vector


def _spoken(plan: ReplyPlan, lines: list[Line]) -> Spoken:
    """Put lines together as the client's words; silence where there is nothing left to say."""
    if not lines:
        return Spoken(text="…", lines=(), cues=(), topic=plan.topic)
    told: tuple[str, ...] = ()
    for line in lines:
        told += newly_told(line, (*plan.told, *told))
    last = lines[-1]
    return Spoken(
        text=" ".join(_worded(line, plan) for line in lines),
        lines=tuple(line.id for line in lines),
        cues=tuple(dict.fromkeys(cue for line in lines for cue in line.cues)),
        told=told,
        topic=last.topic,
        good_reply=last.good_reply or next((line.good_reply for line in lines if line.good_reply), None),
        resists=next((line.resists for line in lines if line.resists), None),
    )


def _worded(line: Line, plan: ReplyPlan) -> str:
    """Give the words of a line, with the trainee's feeling word in its place."""
    picked = plan.picked or ""
    return line.text.replace("{word}", picked).replace("{Word}", picked[:1].upper() + picked[1:])


def _with_itself(line: Line, plan: ReplyPlan) -> tuple[str, ...]:
    """Give what may be told in the same breath: more of a memory can follow its naming at once."""
    return (line.tells,) if line.depth is Depth.ELABORATE and line.tells in plan.tellable else ()


def _may_be_said(line: Line, plan: ReplyPlan) -> bool:
    untold = line.tells is not None and line.depth is not Depth.HINT and line.tells not in plan.tellable
    again = line.depth in (Depth.HINT, Depth.NAME) and line.tells in plan.told
    early = line.layer > plan.layer and line.depth is not Depth.HINT and line.tells not in plan.tellable
    wordless = line.part is Part.ECHO and plan.picked is None
    return (
        line.id not in plan.said
        and line.setting in (Setting.ANY, plan.setting)
        and not untold
        and not again
        and not early
        and not wordless
        and set(line.after) <= {*plan.told, *_with_itself(line, plan)}
        and not set(line.unless) & set(plan.told)
        and (line.test is None or line.part is Part.TEST or line.test == plan.answered_test)
    )
