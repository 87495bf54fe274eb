"""The research export: transcripts and grades of a section as JSON Lines with pseudonyms, and its codebook."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from classroom.account_store import AccountStore
from classroom.assignments import Attempt
from classroom.codebook import Codebook, codebook
from classroom.levels import Level, SessionLevels
from classroom.practised import PractisedSession, PractisedTurn
from classroom.practised_store import ClientNow, PractisedStore
from classroom.research_lines import Change, ExchangeLine, Graded, Objected, SessionLine
from classroom.reviews import EventKind, GradeEvent
from classroom.rights import Action, InSection, check
from classroom.section_work import GivenWork, SectionReader
from dialogue.record import Record
from evaluator.rubric import Rubric

LETTERS = 16
"""Hexadecimal letters of a pseudonym; ours, two of a million then look alike once in many million exports."""
KEY_BYTES = 32
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Pseudonyms:
    """Gives pseudonyms that are the same throughout one export and nowhere else."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, letter: str, real: str) -> str:
        """Give the pseudonym of an id, with a letter for what it is of."""
        return f"{letter}-{hmac.new(self._key, f'{letter} {real}'.encode(), hashlib.sha256).hexdigest()[:LETTERS]}"


class ResearchExport(Record):
    """An export: the lines and what they mean."""

    lines: tuple[str, ...]
    """One JSON object each, without an end of line."""
    codebook: Codebook

    def jsonl(self) -> bytes:
        """Give the lines as a file, UTF-8."""
        return "".join(line + "\n" for line in self.lines).encode()


class ResearchScope(Record):
    """How much an export would hold at this moment."""

    trainees: int
    sessions: int
    exchanges: int
    left_out: int
    """Sessions that are left out because names are hidden until their feedback is released."""


class Research:
    """The verbs of the research export. Each takes the person who asks, and asks their rights anew.

    Every verb raises `RecordNotFound` for a section that this person is not in, and `PermissionError` for one that they
    do not teach.
    """

    def __init__(
        self, accounts: AccountStore, reader: SectionReader, practised: PractisedStore, rubric: Rubric
    ) -> None:
        self._accounts = accounts
        self._reader = reader
        self._practised = practised
        self._rubric = rubric

    def export(self, person: str, section: str) -> ResearchExport:
        """Give the transcripts and grades of what was done for a section's assignments, under pseudonyms.

        It is noted for each trainee whose words are in it. What is under anonymous review and not released is left out:
        a pseudonym that is known elsewhere would tell who it is.
        """
        self._must_teach(person, section)
        work = self._reader.read(section)
        told = [one for one in work.over if not one[0].nameless]
        self._accounts.note_each(
            person, "exported for research", "section", section, sorted({session.person for _, _, session in told})
        )
        ids = [session.id for _, _, session in told]
        reflections, clients = self._practised.reflections(ids), self._practised.client_after(ids)
        first = min((session.started_at for _, _, session in told), default=EARLIEST)
        writer = _Writer(Pseudonyms(secrets.token_bytes(KEY_BYTES)), self._rubric, first)
        lines = [
            line
            for given, attempt, session in told
            for line in writer.lines(given, attempt, session, reflections.get(session.id, {}), clients)
        ]
        return ResearchExport(
            lines=tuple(lines), codebook=codebook(self._rubric, self._written(session for _, _, session in told))
        )

    def scope(self, person: str, section: str) -> ResearchScope:
        """Tell how much an export would hold now; nobody's words are taken, and nothing is noted."""
        self._must_teach(person, section)
        over = self._reader.read(section).over
        told = [session for given, _, session in over if not given.nameless]
        return ResearchScope(
            trainees=len({one.person for one in told}),
            sessions=len(told),
            exchanges=sum(len(one.turns) for one in told),
            left_out=len(over) - len(told),
        )

    def codebook(self, person: str, section: str) -> Codebook:
        """Give what each field of an export of a section means."""
        self._must_teach(person, section)
        told = (session for given, _, session in self._reader.read(section).over if not given.nameless)
        return codebook(self._rubric, self._written(told))

    def _written(self, sessions: Iterable[PractisedSession]) -> list[Rubric]:
        """Give the rubrics that were written here and graded any of these sessions, in order of id and version."""
        found = {(one.rubric.id, one.rubric.version): one.rubric for one in sessions if one.rubric is not self._rubric}
        return [found[key] for key in sorted(found)]

    def _must_teach(self, person: str, section: str) -> None:
        check(self._accounts.standing(person), Action.TEACH, InSection(section=section))


class _Writer:
    """Writes the lines of one export."""

    def __init__(self, names: Pseudonyms, rubric: Rubric, first: datetime) -> None:
        self._names = names
        self._rubric = rubric
        self._first = first

    def lines(
        self,
        given: GivenWork,
        attempt: Attempt,
        session: PractisedSession,
        reflections: dict[int, str],
        clients: dict[str, ClientNow],
    ) -> Iterator[str]:
        levels = session.levels(self._rubric)
        guess, end = session.prediction, session.ended_at
        yield SessionLine(
            session=self._names.of("S", session.id),
            trainee=self._names.of("T", session.person),
            assignment=self._names.of("A", given.assignment.id),
            attempt=attempt.number,
            scenario=session.scenario,
            persona=session.persona,
            mode=session.mode.value,
            seed=session.seed,
            status=session.status.value,
            late=attempt.late,
            day=self._day(session.started_at),
            seconds=(end - session.started_at).total_seconds() if end else None,
            predicted_empathy=guess.empathy if guess else None,
            predicted_boundary=guess.boundary if guess else None,
            reflections=reflections,
            reviewed=session.mark.done,
            whole=tuple(self._graded(one, None) for one in levels.whole),
        ).model_dump_json()
        for turn in session.turns:
            yield self._exchange(session, turn, levels, clients.get(turn.exchange.id)).model_dump_json()

    def _exchange(
        self, session: PractisedSession, turn: PractisedTurn, levels: SessionLevels, client: ClientNow | None
    ) -> ExchangeLine:
        exchange, grades = turn.exchange, turn.newest.grades if turn.newest else None
        stamp = grades.grader if grades else None
        return ExchangeLine(
            session=self._names.of("S", session.id),
            turn=turn.number,
            seconds=(exchange.created_at - session.started_at).total_seconds(),
            client=exchange.client_before,
            trainee=exchange.trainee,
            reply=exchange.reply,
            trust=client.trust if client else None,
            layer_open=client.layer_open if client else None,
            acts=tuple(sorted({one.act.value for one in grades.acts})) if grades else (),
            cues=tuple(one.value for one in grades.cues) if grades else (),
            flags=tuple(one.value for one in grades.flags) if grades else (),
            gates=tuple(one.value for one in grades.gates) if grades else (),
            grader=stamp.name if stamp else None,
            rubric=stamp.rubric if stamp else None,
            rubric_version=stamp.rubric_version if stamp else None,
            weights_version=stamp.weights_version if stamp else None,
            times_graded=len(turn.gradings),
            judge=turn.heard.opinion.stamp.model if turn.heard else None,
            levels=tuple(self._graded(levels.of(turn.number, one.id), turn) for one in self._rubric.criteria),
            disagreements=tuple(
                Objected(criterion=one.criterion, part=one.part, reason=one.reason) for one in turn.objections
            ),
        )

    def _graded(self, level: Level, turn: PractisedTurn | None) -> Graded:
        heard = turn.heard.opinion.of(level.criterion) if turn and turn.heard else None
        return Graded(
            criterion=level.criterion,
            automatic=level.automatic,
            confidence=level.confidence,
            quote=_quote(turn, level.criterion),
            second=heard.level if heard else None,
            final=level.final,
            changes=tuple(map(self._change, level.history)),
        )

    def _change(self, event: GradeEvent) -> Change:
        return Change(
            instructor=self._names.of("I", event.made_by or ""),
            withdrawn=event.kind is EventKind.WITHDRAWN,
            level=event.level,
            automatic_seen=event.automatic_level,
            day=self._day(event.created_at),
        )

    def _day(self, at: datetime) -> int:
        return (at - self._first).days


def _quote(turn: PractisedTurn | None, criterion: str) -> str | None:
    among: Sequence[tuple[str, str | None]] = ()
    if turn is not None and turn.newest is not None:
        among = [(one.criterion, one.quote) for one in turn.newest.grades.criteria]
    return next((quote for name, quote in among if name == criterion), None)
