"""A treatment over several sessions with one client: what happens in between, and what counts over the whole.

An arc is a YAML file in `scenarios/arcs/`. Each of its sessions becomes a scene: a scenario whose situation and opening
words go by how the last session ended. Source: clinical design 6.4.
"""

from typing import Self

from pydantic import Field, model_validator

from dialogue.cues import Cue
from dialogue.record import Record
from scenarios.arc_success import ArcCondition
from scenarios.circumstances import Circumstance
from scenarios.scenario import (
    Condition,
    ContractCard,
    GatesPassed,
    LevelReached,
    PlannedTest,
    Prebrief,
    RuptureAtStart,
    Scenario,
    Setting,
    Start,
)

MESSAGE_TURNS = 1
"""Answers in a thread of messages, where a variant does not say; ours."""
MESSAGE_OBJECTIVE = "Answer a message so that the door stays open and the frame stays where it is."
MESSAGE_CHALLENGE = "There is no voice and no face, and the answer can be read many times."
MESSAGE_GOAL = "Take up what the message says about the two of you, briefly, and leave the next step with the client."
MESSAGE_TRY = (
    "Answer the person first and the appointment second.",
    "Write no more than a few sentences, and nothing that should not be read by somebody else.",
    "Say what is possible, by the agency's card, and when.",
)
MESSAGE_SUCCESS: tuple[Condition, ...] = (
    GatesPassed(kind="gates", says="No safety gate was raised in your answer."),
    LevelReached(
        kind="level",
        criterion="empathy",
        statistic="best",
        at_least=2,
        says="Your answer took up how the client is: empathy 2 or more.",
    ),
)


class Parting(Record):
    """How the client ends a session, in words of the story."""

    after: int | None = Field(default=None, ge=1)
    """The trainee turn after which they come, unannounced; None for the turn limit."""
    words: str
    cues: tuple[Cue, ...] = ()


class Variant(Record):
    """One way in which a session can begin."""

    id: str = Field(pattern=r"^[a-z_]{2,40}$")
    when: tuple[Circumstance, ...] = ()
    """All of these hold; none named means always."""
    one_in: int = Field(default=1, ge=1, le=6)
    """Taken only one time in so many, by the seed: no two treatments go alike."""
    situation: str = ""
    """What the trainee reads beside the session's own situation."""
    opening: str
    """The client's first words, or their message."""
    opening_cues: tuple[Cue, ...] = ()
    asks: bool = True
    """Whether the client may ask about a promise in the same breath."""
    message: bool = False
    """No session takes place: the client writes instead, and the trainee answers."""
    turn_limit: int | None = Field(default=None, ge=1, le=20)
    """Turns, where they are not the session's: a late client has fewer."""
    parting: Parting | None = None


class Meanwhile(Record):
    """What the story lets happen to the client before a session. Points on 0–100."""

    trust: float = Field(default=0, ge=-15, le=15)
    arousal: float = Field(default=0, ge=0, le=100)
    rupture: RuptureAtStart | None = None
    told: tuple[str, ...] = ()


class ArcSession(Record):
    """One session that is shown."""

    title: str
    objective: str
    challenge: str
    situation: str
    """What happened since the last shown session, whatever that was like."""
    learning_goal: str
    try_this: tuple[str, ...] = Field(min_length=1, max_length=4)
    unseen_before: int = Field(default=0, ge=0, le=6)
    """Sessions before this one that are not shown."""
    meanwhile: Meanwhile = Meanwhile()
    variants: tuple[Variant, ...] = Field(min_length=1)
    """The first that fits is taken; the last one always fits."""
    tests: tuple[PlannedTest, ...] = ()
    free_tests: bool = False
    turn_limit: int = Field(ge=6, le=20)
    minutes: int = Field(ge=5, le=60)
    success: tuple[Condition, ...] = Field(min_length=2)
    reflection: tuple[str, ...] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def a_variant_always_fits(self) -> Self:
        """Without one that always fits, a session could not begin."""
        last = self.variants[-1]
        if last.when or last.one_in > 1 or last.message:
            raise ValueError("the last variant must always fit: leave out its `when`, `one_in` and `message`")
        ids = [variant.id for variant in self.variants]
        if len(set(ids)) < len(ids):
            raise ValueError("a variant's id stands twice; give each its own")
        return self


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
        return self._message(number, session, variant) if variant.message else self._meeting(number, session, variant)

    def _meeting(self, number: int, session: ArcSession, variant: Variant) -> Scene:
        return Scene(
            id=f"{self.id}-{number}",
            title=f"{self.title}, {number}: {session.title}",
            persona=self.persona,
            difficulty=self.difficulty,
            skills=self.skills,
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

    def _message(self, number: int, session: ArcSession, variant: Variant) -> Scene:
        return Scene(
            id=f"{self.id}-{number}",
            title=f"{self.title}, {number}: a message instead",
            persona=self.persona,
            difficulty=self.difficulty,
            skills=self.skills,
            setting=Setting.MESSAGES,
            objective=MESSAGE_OBJECTIVE,
            challenge=MESSAGE_CHALLENGE,
            prebrief=Prebrief(
                situation=variant.situation,
                learning_goal=MESSAGE_GOAL,
                try_this=MESSAGE_TRY,
                content_note=self.content_note,
            ),
            contract=self.contract,
            start=self.start,
            opening=variant.opening,
            opening_cues=variant.opening_cues,
            turn_limit=variant.turn_limit or MESSAGE_TURNS,
            minutes=5,
            success=MESSAGE_SUCCESS,
            competencies=self.competencies,
            reflection=session.reflection,
            parting=variant.parting,
        )
