"""A treatment over several sessions with one client: what happens in between, and what counts over the whole.

An arc is a YAML file in `scenarios/arcs/`. Each of its sessions becomes a scene: a scenario whose situation and opening
words go by how the last session ended. Source: clinical design 6.4.
"""

from typing import Self

from pydantic import Field, model_validator

from dialogue.record import Record
from scenarios.arc_message import as_message
from scenarios.arc_session import ArcSession, Meanwhile, Parting, Variant
from scenarios.arc_success import ArcCondition
from scenarios.scenario import ContractCard, Prebrief, Scenario, Setting, Start


class PromiseWords(Record):
    """How this client asks about a promise, and takes the answer."""

    asks: tuple[str, ...] = Field(min_length=3)
    """Each holds {promise} once: the trainee's own words, put in quotation marks."""
    kept: tuple[str, ...] = Field(min_length=2)
    owned: tuple[str, ...] = Field(min_length=2)
    broken: tuple[str, ...] = Field(min_length=2)
    forgotten: tuple[str, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def every_question_names_the_promise(self) -> Self:
        """A question without the words could be about anything."""
        if faulty := next((one for one in self.asks if one.count("{promise}") != 1), None):
            raise ValueError(f"{faulty!r} needs {{promise}} once")
        return self


class Scene(Scenario):
    """One session of an arc as it is practised: a scenario of its own."""

    id: str = Field(pattern=r"^A[0-9]-[0-9]$")
    turn_limit: int = Field(ge=1, le=20)
    parting: Parting | None = None


class Arc(Record):
    """A treatment over several sessions."""

    id: str = Field(pattern=r"^A[0-9]$")
    title: str
    persona: str
    difficulty: int = Field(ge=1, le=5)
    skills: tuple[str, ...] = Field(min_length=1)
    objective: str
    about: str
    """What the arc is about, for whoever chooses it: two or three sentences."""
    content_note: str
    contract: ContractCard
    start: Start = Start()
    promises: PromiseWords
    after_leaving: Variant
    """What the client writes after they walked out; the trainee answers it instead of the next session."""
    sessions: tuple[ArcSession, ...] = Field(min_length=3, max_length=6)
    success: tuple[ArcCondition, ...] = Field(min_length=2)
    competencies: tuple[str, ...]

    @model_validator(mode="after")
    def the_message_is_one(self) -> Self:
        """Whoever walked out writes; they do not sit there again."""
        if not self.after_leaving.message:
            raise ValueError("after_leaving needs `message: true`")
        return self

    @model_validator(mode="after")
    def nothing_comes_before_the_first(self) -> Self:
        """What is so at the beginning stands in `start`; in the first session it would be passed over."""
        first = self.sessions[0]
        if first.unseen_before or first.meanwhile != Meanwhile():
            raise ValueError("the first session has no `unseen_before` or `meanwhile`; put it into `start`")
        return self

    def variant(self, number: int, variant_id: str) -> Variant:
        """Find a variant of a session (1 is the first).

        Raises:
            LookupError: There is no such session or variant.
        """
        if variant_id == self.after_leaving.id:
            return self.after_leaving
        variants = self.sessions[number - 1].variants if 1 <= number <= len(self.sessions) else ()
        found = next((one for one in variants if one.id == variant_id), None)
        if found is None:
            raise LookupError(f"the arc {self.id} has no session {number} that begins as {variant_id!r}")
        return found

    def scene(self, number: int, variant_id: str) -> Scene:
        """Give a session (1 is the first) as it is practised, by how it begins.

        Raises:
            LookupError: There is no such session or variant.
        """
        variant = self.variant(number, variant_id)
        if not 1 <= number <= len(self.sessions):
            raise LookupError(f"the arc {self.id} has no session {number}; the last one is {len(self.sessions)}")
        session = self.sessions[number - 1]
        if variant.message:
            return self._scene(number, as_message(session), variant, Setting.MESSAGES)
        return self._scene(number, session, variant, Setting.OFFICE)

    def _scene(self, number: int, session: ArcSession, variant: Variant, setting: Setting) -> Scene:
        return Scene(
            id=f"{self.id}-{number}",
            title=f"{self.title}, {number}: {session.title}",
            persona=self.persona,
            difficulty=self.difficulty,
            skills=self.skills,
            setting=setting,
            objective=session.objective,
            challenge=session.challenge,
            prebrief=Prebrief(
                situation=f"{session.situation} {variant.situation}".strip(),
                learning_goal=session.learning_goal,
                try_this=session.try_this,
                content_note=self.content_note,
            ),
            contract=self.contract,
            start=self.start,
            opening=variant.opening,
            opening_cues=variant.opening_cues,
            tests=session.tests,
            free_tests=session.free_tests,
            turn_limit=variant.turn_limit or session.turn_limit,
            minutes=session.minutes,
            success=session.success,
            competencies=self.competencies,
            reflection=session.reflection,
            parting=variant.parting,
        )
