"""Are the simulated clients real? Every client against every scripted trainee, held against the fidelity design."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from benchmarks.client_card import write_cards
from benchmarks.client_engine import Arc, arc_of, control_row, engine_rows
from benchmarks.client_sessions import Played, RememberingReader, play_arc, play_session
from benchmarks.client_surface import surface_rows
from benchmarks.client_trials import Trials, run_trials, trial_rows
from benchmarks.scripted import ScriptedTrainee, load_scripts
from benchmarks.table import Row
from language_model.encoder import shared_encoder
from practice.catalog import Catalog
from practice.exchange import Company
from practice.setup import gathered_company, load_catalog

Kind = TypeVar("Kind")


class Fidelity(NamedTuple):
    """All figures of a run."""

    overall: list[Row]
    by_client: dict[str, list[Row]]
    exchanges: dict[str, int]
    """Of first sessions, by client."""
    seeds: int


def company_of(catalog: Catalog) -> Company:
    """Bring together who answers, with a reader that reads no pair of turns twice."""
    company = gathered_company(catalog)
    company.reader = RememberingReader(shared_encoder())
    return company


def measure_clients(
    clients: Sequence[str], trainees: Sequence[str], seeds: int, cards: Path | None, rubric: str
) -> list[Row]:
    """Measure shipped clients, and write each one's figures into its page where a folder is given.

    Raises:
        LookupError: There is no such client, trainee or folder; nothing was played.
    """
    if cards is not None and not cards.is_dir():
        raise LookupError(f"{cards}: there is no such folder; give the one with the clients' pages, docs/clients")
    fidelity = measure(load_catalog(rubric), clients, seeds, trainees)
    if cards is not None:
        write_cards(fidelity.by_client, fidelity.exchanges, fidelity.seeds, cards)
    return as_pages(fidelity)


def measure(catalog: Catalog, clients: Iterable[str] = (), seeds: int = 3, trainees: Iterable[str] = ()) -> Fidelity:
    """Play and measure.

    Args:
        catalog: The content.
        clients: Ids of the clients; all if none is given.
        seeds: How often each trainee meets each client; arcs of five sessions are played for one seed.
        trainees: Ids of the scripted trainees; all if none is given.

    Raises:
        LookupError: There is no such client or trainee; nothing was played.
    """
    scripts = load_scripts()
    chosen = _chosen(catalog.cast, clients, "client")
    talking = _chosen(scripts, trainees, "trainee")
    company, plain = company_of(catalog), gathered_company(catalog)
    sessions: list[Played] = []
    arcs: list[Arc] = []
    trials: list[Trials] = []
    for persona in chosen:
        for script in talking:
            for seed in range(seeds):
                sessions.append(play_session(persona, ScriptedTrainee(script, scripts, seed), company, seed))
            if script.rank is not None:
                arcs.append(arc_of(list(play_arc(persona, ScriptedTrainee(script, scripts, 0), company, 0))))
        trials.append(run_trials(persona, scripts, company, plain, range(max(2, seeds))))
    by_client = {persona.id: rows_of(persona.id, sessions, arcs, trials) for persona in chosen}
    overall = [*surface_rows(sessions), *engine_rows(sessions, arcs), control_row(sessions), *trial_rows(trials)]
    exchanges = {
        persona.id: sum(len(played.spots) for played in sessions if played.persona.id == persona.id)
        for persona in chosen
    }
    return Fidelity(overall, by_client, exchanges, seeds)


def rows_of(client: str, sessions: Sequence[Played], arcs: Sequence[Arc], trials: Sequence[Trials]) -> list[Row]:
    """Give the rows of one client."""
    own = [played for played in sessions if played.persona.id == client]
    return [
        *surface_rows(own),
        *engine_rows(own, [arc for arc in arcs if arc.client == client]),
        *trial_rows([one for one in trials if one.client == client]),
    ]


def _chosen(known: Mapping[str, Kind], wanted: Iterable[str], what: str) -> list[Kind]:
    names = list(wanted) or list(known)
    if unknown := [name for name in names if name not in known]:
        raise LookupError(f"there is no {what} {unknown[0]!r}; choose of {', '.join(known)}")
    return [known[name] for name in names]


def as_pages(fidelity: Fidelity) -> list[Row]:
    """Give every row in one list: those over all clients first, then each client's with its id."""
    own = [
        row.model_copy(update={"what": f"{client}: {row.what}"})
        for client, rows in fidelity.by_client.items()
        for row in rows
    ]
    return [*fidelity.overall, *own]
