"""The report of one session: headlines and pillars over the turns, what moved trust, what to take to supervision."""

from pydantic import Field

from dialogue.flags import Flag, Gate
from dialogue.record import Record
from evaluator.opinion import SecondOpinion
from evaluator.panel import Panel
from evaluator.rubric import Criterion, Rubric
from practice.calibration import SelfAwareness
from practice.client_eye import EyeLine, eye_lines
from practice.disagreements import Disagreement
from practice.place import Place
from practice.second_opinion import Doubt, doubts_of, panels_of, weighed
from practice.sessions import Exchange, Prediction
from practice.success import Verdict, verdicts
from practice.themes import Theme, themes_of
from practice.trends import Trend

HEADLINES = ("empathy", "boundary_setting")


class Scores(Record):
    """One criterion over the turns of a session."""

    criterion: str
    name: str
    block: str
    levels: tuple[int | None, ...]
    """A level 0–4 for each turn, None where it was not graded."""
    unsure: tuple[int, ...] = ()
    """Turns whose level counts in the mean and is too unsure to be told by itself."""
    graded: int
    """How many turns gave an occasion."""
    mean: float | None
    """Mean level 0–4; None where no turn gave an occasion."""
    enough: bool
    """Whether there were enough occasions for the mean to say something."""


class RaisedGate(Record):
    """A gate that was raised, with its turn and the words."""

    gate: Gate
    name: str
    turn: int
    quote: str


class RaisedFlag(Record):
    """A flag that was raised, with its turn and the words."""

    flag: Flag
    turn: int
    quote: str


class TrustPoint(Record):
    """The client's trust after one turn; turn 0 is the start. Hidden during the session."""

    turn: int
    trust: float
    """0–100."""
    layer: int
    arousal: float
    """0–100."""
    rupture: str | None
    """Kind of the open rupture, or None."""


class Moment(Record):
    """One turn that mattered."""

    turn: int
    points: float
    """Trust gained or lost."""
    trainee: str
    reply: str
    reason: str


class Calibration(Record):
    """The trainee's own guess beside the grade."""

    criterion: str
    predicted: float
    graded: float | None
    gap: float | None
    """Predicted minus graded; above 0 is overrating. None where nothing was graded."""


class SessionReport(Record):
    """All that is shown after a session."""

    place: Place
    scores: tuple[Scores, ...]
    gates: tuple[RaisedGate, ...]
    flags: tuple[RaisedFlag, ...]
    trust: tuple[TrustPoint, ...]
    client_eye: tuple[EyeLine, ...]
    strongest: Moment | None
    costliest: Moment | None
    owed: tuple[str, ...]
    """What would fall due in a later session."""
    success: tuple[Verdict, ...]
    calibration: tuple[Calibration, ...]
    reflections: dict[int, str]
    disagreements: dict[str, tuple[Disagreement, ...]]
    """By exchange, the trainee's word against items of feedback."""
    themes: tuple[Theme, ...] = ()
    """What the feedback comes to: strengths first, then what to change, the most frequent first."""
    trends: tuple[Trend, ...] = ()
    """How each headline moved, in this session and over the sessions."""
    awareness: SelfAwareness | None = None
    """How close the trainee's guesses come to the grades, over the sessions up to this one."""
    panels: dict[str, Panel] = Field(default_factory=dict)
    """By exchange, the grades beside their second opinion, where there is one."""
    doubts: tuple[Doubt, ...] = ()
    """Turns at which a person should look."""

    def of(self, criterion: str) -> Scores:
        """Find the scores of one criterion."""
        return next(scores for scores in self.scores if scores.criterion == criterion)


def report_on(
    place: Place,
    reflections: dict[int, str],
    disagreements: dict[str, tuple[Disagreement, ...]],
    opinions: dict[str, SecondOpinion],
) -> SessionReport:
    """Sum up a session from what is kept of it; grades are as sure as they are after both opinions."""
    rubric = place.rubric
    panels = panels_of(place.exchanges, opinions, rubric)
    place = place.model_copy(update={"exchanges": weighed(place.exchanges, panels, rubric)})
    scores = tuple(scores_of(criterion, place.exchanges, rubric) for criterion in rubric.criteria)
    gains = [moment for moment in map(_moment, place.exchanges) if moment]
    return SessionReport(
        place=place,
        scores=scores,
        gates=_gates(place.exchanges, rubric),
        flags=_flags(place.exchanges),
        trust=trust_curve(place),
        client_eye=eye_lines(place.exchanges),
        strongest=max((m for m in gains if m.points > 0), key=lambda m: m.points, default=None),
        costliest=min((m for m in gains if m.points < 0), key=lambda m: m.points, default=None),
        owed=_owed(place.exchanges),
        success=verdicts(place, {s.criterion: [level for level in s.levels if level is not None] for s in scores}),
        calibration=_calibration(place.session.prediction, scores),
        reflections=reflections,
        disagreements=disagreements,
        themes=themes_of(place.exchanges),
        panels=panels,
        doubts=doubts_of(place.exchanges, panels, rubric),
    )


def scores_of(criterion: Criterion, exchanges: tuple[Exchange, ...], rubric: Rubric) -> Scores:
    """Sum up one criterion over the turns; a turn without a level is left out of the mean."""
    levels = tuple(e.grades.of(criterion.id).level if e.grades else None for e in exchanges)
    given = [level for level in levels if level is not None]
    return Scores(
        criterion=criterion.id,
        name=criterion.name,
        block=criterion.block,
        levels=levels,
        unsure=tuple(e.turn for e in exchanges if _is_unsure(criterion, e, rubric)),
        graded=len(given),
        mean=sum(given) / len(given) if given else None,
        enough=len(given) >= rubric.fewest_for_session,
    )


def _is_unsure(criterion: Criterion, exchange: Exchange, rubric: Rubric) -> bool:
    return exchange.grades is not None and exchange.grades.of(criterion.id).is_unsure(rubric.unsure_below)


def trust_curve(place: Place) -> tuple[TrustPoint, ...]:
    """Give the client's trust at the start and after each turn."""
    states = [place.session.start_state, *(e.outcome.after for e in place.exchanges if e.outcome)]
    return tuple(
        TrustPoint(
            turn=turn,
            trust=state.trust,
            layer=state.layer_open,
            arousal=state.arousal,
            rupture=state.rupture.kind.value if state.rupture else None,
        )
        for turn, state in enumerate(states)
    )


def _moment(exchange: Exchange) -> Moment | None:
    if exchange.outcome is None:
        return None
    change = exchange.outcome.change
    main = max(change.moves, key=lambda move: abs(move.points), default=None)
    return Moment(
        turn=exchange.turn,
        points=round(change.points, 1),
        trainee=exchange.trainee,
        reply=exchange.reply or "",
        reason=main.event.value if main else "",
    )


def _gates(exchanges: tuple[Exchange, ...], rubric: Rubric) -> tuple[RaisedGate, ...]:
    names = {rule.gate: rule for rule in rubric.gates}
    found = []
    for exchange in exchanges:
        for gate in exchange.grades.gates if exchange.grades else ():
            rule, reading = names[gate], exchange.outcome.reading if exchange.outcome else None
            quotes = [f.quote for f in reading.flags if f.flag in rule.flags] if reading else []
            quotes += [a.quote for a in reading.acts if a.act in rule.acts] if reading else []
            quote = quotes[0] if quotes else exchange.trainee[:160]
            found.append(RaisedGate(gate=gate, name=rule.name, turn=exchange.turn, quote=quote))
    return tuple(found)


def _flags(exchanges: tuple[Exchange, ...]) -> tuple[RaisedFlag, ...]:
    return tuple(
        RaisedFlag(flag=spotted.flag, turn=exchange.turn, quote=spotted.quote)
        for exchange in exchanges
        if exchange.outcome
        for spotted in exchange.outcome.reading.flags
    )


def _owed(exchanges: tuple[Exchange, ...]) -> tuple[str, ...]:
    last = exchanges[-1].outcome if exchanges else None
    return tuple(dict.fromkeys(debt.reason for debt in last.after.debts)) if last else ()


def _calibration(prediction: Prediction | None, scores: tuple[Scores, ...]) -> tuple[Calibration, ...]:
    if prediction is None:
        return ()
    guessed = dict(zip(HEADLINES, (prediction.empathy, prediction.boundary), strict=True))
    means = {s.criterion: s.mean for s in scores}
    return tuple(
        Calibration(
            criterion=criterion,
            predicted=guess,
            graded=means[criterion],
            gap=None if means[criterion] is None else guess - (means[criterion] or 0.0),
        )
        for criterion, guess in guessed.items()
    )
