"""Puts the practice room together: content, encoder, reader, voice, grader and, where wanted, a store."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from dialogue.own_risk import speaks_of_own_risk
from dialogue.reader import Reader
from evaluator.exemplars import load_exemplars
from evaluator.exemplars_adaptable import load_adaptable
from evaluator.feedback import Coach
from evaluator.local_grader import LocalGrader
from evaluator.rubric import load_rubric
from language_model.encoder import shared_encoder
from language_model.passages import Passages
from personas.authored_voice import AuthoredVoice
from personas.cast import load_cast
from personas.learned_voices import LearnedVoices
from personas.line_vectors import line_vectors
from personas.trust_table import shipped_table
from practice.bounds import BoundsOf, RubricNamed, free
from practice.catalog import Catalog, moment_of, start_state
from practice.exchange import Company, Situation, run_exchange
from practice.judge_setup import JudgeServer, judge_opener
from practice.model_server import ModelServer
from practice.opinion_store import OpinionCounts, OpinionStore
from practice.opinion_worker import OpinionWorker
from practice.room import PracticeRoom
from practice.second_opinion import SecondOpinions
from practice.store import Store
from practice.voice_setup import model_voice
from records.engine import open_engine, sqlite_url, upgrade
from scenarios.shelf import load_arcs, load_drills, load_shelf


def now_utc() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def load_catalog(rubric: str = "trust") -> Catalog:
    """Load all shipped content, checked.

    Raises:
        ContentError: A content file is wrong; the message names file, field and remedy.
    """
    return Catalog(load_cast(), load_shelf(), load_rubric(rubric), load_drills(), load_arcs())


def gathered_company(
    catalog: Catalog,
    passages_folder: Path | None = None,
    voiced_by: ModelServer | None = None,
    *,
    warmed: bool = False,
) -> Company:
    """Bring together who takes part in an exchange.

    Args:
        catalog: The content.
        passages_folder: Where the vectors of the shipped content may be kept between starts; in memory if not given.
        voiced_by: Who words the client; the embedded voice, without key or network, if not given.
        warmed: Whether to run what is read late, with the embedded voice, before anybody waits for it.
    """
    encoder = shared_encoder()
    passages = Passages(encoder.encode, passages_folder)
    reader, grader = Reader(encoder), LocalGrader(catalog.rubric)
    coach = Coach(reader, grader, load_exemplars(passages, encoder), adaptable=load_adaptable(passages, encoder))
    authored = AuthoredVoice(catalog.cast, passages, encoder, line_vectors(catalog.cast.values(), encoder))
    company = Company(
        reader=reader,
        voice=authored,
        grader=grader,
        coach=coach,
        table=shipped_table(),
    )
    company.learned = LearnedVoices(catalog.cast, encoder)
    if warmed:
        warm_up(catalog, company)
    if voiced_by:
        company.voice = model_voice(voiced_by, catalog.cast, authored, encoder)
        company.voiced_by = f"{voiced_by.model} at {voiced_by.host}"
    return company


def make_private(folder: Path) -> None:
    """Make the data folder, or close it to others: it holds what people wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def warm_up(catalog: Catalog, company: Company) -> None:
    """Run an exchange with each client that nobody sees, so that no trainee waits for what is read late."""
    for offer in {offer.persona.id: offer for offer in catalog.offers.values()}.values():
        situation = Situation(
            persona=offer.persona,
            state=start_state(offer, company.table),
            client=offer.scenario.opening,
            cues=offer.scenario.opening_cues,
            history=(),
            moment=moment_of(offer.scenario, seed=0, turn=1),
        )
        run_exchange(situation, "What brought you here today?", company)
    speaks_of_own_risk("What brought you here today?")


def open_practice(
    folder: Path,
    clock: Callable[[], datetime] = now_utc,
    rubric: str = "trust",
    judge: JudgeServer | None = None,
    voiced_by: ModelServer | None = None,
    engine: Engine | None = None,
    bounds: BoundsOf = free,
    written: RubricNamed | None = None,
) -> PracticeRoom:
    """Open the practice room on a data folder; the folder is made, and brought to the newest schema.

    Args:
        folder: Holds everything that must survive.
        clock: The present moment in UTC.
        rubric: Which rubric grades.
        voiced_by: Who words the client; the embedded voice if not given.
        judge: Who gives second opinions; none are asked for if not given. Whoever serves starts and stops them.
        engine: Of the records in this folder, where they are open already.
        bounds: What assignments set for sessions; nothing if not given.
        written: Gives a rubric that does not ship, by which a judge reads what was graded by it.

    Raises:
        ContentError: A content file is wrong; nothing was opened.
        SchemaTooNew: The folder was written by a newer version; nothing was changed.
    """
    catalog = load_catalog(rubric)
    engine = engine or open_records(folder)
    company = gathered_company(catalog, folder / "passages", voiced_by, warmed=True)
    opinions = OpinionStore(engine, clock)
    worker = None
    if judge:
        opener = judge_opener(judge, catalog.rubric, folder / "judge", written)
        worker = OpinionWorker(opinions, opener, asks=f"{judge.model} at {judge.host}")
    return PracticeRoom(catalog, company, Store(engine, clock), clock, SecondOpinions(opinions, worker), bounds)


def opinion_counts(folder: Path) -> OpinionCounts:
    """Count what second opinions came to in a data folder.

    Raises:
        LookupError: There are no records in this folder; nothing was made.
        SchemaTooNew: The folder was written by a newer version; nothing was changed.
    """
    if not (folder / "attune.db").is_file():
        raise LookupError(f"{folder}: there are no records here; give the data folder with --data")
    return OpinionStore(open_records(folder), now_utc).counts()


def open_records(folder: Path) -> Engine:
    """Open the records in a data folder, made and brought to the newest schema where that is needed.

    Raises:
        SchemaTooNew: The folder was written by a newer version; nothing was changed.
    """
    make_private(folder)
    engine = open_engine(sqlite_url(folder))
    upgrade(engine)
    return engine
