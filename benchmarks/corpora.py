"""How does the reader do on what people labelled for other purposes: peer support, motivational interviewing?"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import Field

from benchmarks.figures import at_least, at_places, figured, plain
from benchmarks.own_sets import Grading
from benchmarks.table import Row
from dialogue.reading import Main
from dialogue.record import Record
from dialogue.turns import ExchangeText
from evaluator import agreement
from evaluator.alternatives import TurnReader

LEAST_SPEARMAN = 0.45
LEAST_MAIN, LEAST_QUALITY = 0.60, 0.90
"""Our targets; people agreed at kappa .74 on the acts, and their own acts tell the sessions apart at AUC .95."""
FEWEST_TURNS = 5
"""Turns that a session needs before it is scored; ours."""


class PeerPair(Record):
    """A post and an answer from peer support, with three empathy mechanisms, 0–2 each."""

    post: str
    answer: str
    reactions: int = Field(ge=0, le=2)
    interpretations: int = Field(ge=0, le=2)
    explorations: int = Field(ge=0, le=2)


class Utterance(Record):
    """One therapist turn of a demonstration session."""

    session: str
    is_good: bool
    """Whether the session was made to show the work done well."""
    client: str
    therapist: str
    main: Main


def read_peer_pairs(path: Path) -> list[PeerPair]:
    """Read every pair."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            PeerPair(
                post=row["seeker"],
                answer=row["response"],
                reactions=int(row["emotional_reactions"]),
                interpretations=int(row["interpretations"]),
                explorations=int(row["explorations"]),
            )
            for row in csv.DictReader(lines)
        ]


def read_utterances(path: Path) -> list[Utterance]:
    """Read every therapist turn that has a behaviour."""
    names = {"therapist_input": Main.INPUT}
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Utterance(
                session=row["transcript_id"],
                is_good=row["mi_quality"] == "high",
                client=row["prev_client"],
                therapist=row["therapist_text"],
                main=names.get(row["main_behaviour"]) or Main(row["main_behaviour"]),
            )
            for row in csv.DictReader(lines)
            if row["interlocutor"] == "therapist" and row["main_behaviour"] and row["therapist_text"].strip()
        ]


def peer_rows(pairs: Sequence[PeerPair], grading: Grading) -> list[Row]:
    """Give the rank correlation of our empathy estimate with the codes, with and without interpretations."""
    estimates = [
        grading.grades(ExchangeText(client=pair.post, trainee=pair.answer)).of("empathy").estimate or 0.0
        for pair in pairs
    ]
    words = [float(len(pair.answer.split())) for pair in pairs]
    note = f"{len(pairs)} pairs; another trade than ours; coded by people"
    rows = []
    for name, codes in (
        ("all three", [float(pair.reactions + pair.interpretations + pair.explorations) for pair in pairs]),
        ("without interpretations", [float(pair.reactions + pair.explorations) for pair in pairs]),
    ):
        rows.append(_rank_row(f"peer support (EPITOME): Spearman, {name}", estimates, codes, note))
        rows.append(plain(f"peer support: Spearman of length alone, {name}", agreement.spearman(words, codes)))
    for name in ("reactions", "interpretations", "explorations"):
        codes = [float(getattr(pair, name)) for pair in pairs]
        rows.append(plain(f"peer support: Spearman with {name} alone", agreement.spearman(estimates, codes)))
    return rows


def interview_rows(utterances: Sequence[Utterance], reader: TurnReader, grading: Grading) -> list[Row]:
    """Give how well acts are told apart, and how well a session's score tells good sessions from bad."""
    said, scores = [], defaultdict(list)
    for one in utterances:
        exchange = ExchangeText(client=one.client, trainee=one.therapist)
        reading = reader.read_turn(exchange)
        said.append(reading.main)
        scores[one.session, one.is_good].append((reading.empathy.value, float(reading.main is Main.INPUT)))
    true = [one.main for one in utterances]
    kappa = figured(lambda at: agreement.plain_kappa(at_places(said, at), at_places(true, at)), len(said))
    rows = [
        at_least("interviews (AnnoMI): therapist act, kappa", kappa, LEAST_MAIN, f"{len(said)} turns; coded by people")
    ]
    sessions = {key: own for key, own in scores.items() if len(own) >= FEWEST_TURNS}
    good = [is_good for _, is_good in sessions]
    for name, values in (
        ("mean empathy", [np.mean([empathy for empathy, _ in own]) for own in sessions.values()]),
        ("share of turns without input", [1.0 - np.mean([told for _, told in own]) for own in sessions.values()]),
        (
            "mean empathy and share without input",
            [np.mean([empathy / 4.0 - told for empathy, told in own]) for own in sessions.values()],
        ),
    ):
        rows.append(_area_row(f"interviews: good or bad session by {name}, AUC", good, [float(one) for one in values]))
    return rows


def _rank_row(what: str, estimates: Sequence[float], codes: Sequence[float], note: str) -> Row:
    ours = figured(lambda at: agreement.spearman(at_places(estimates, at), at_places(codes, at)), len(codes))
    return at_least(what, ours, LEAST_SPEARMAN, note)


def _area_row(what: str, good: Sequence[bool], values: Sequence[float]) -> Row:
    area = figured(lambda at: agreement.area(at_places(good, at), at_places(values, at)), len(good))
    return at_least(what, area, LEAST_QUALITY, f"{len(good)} sessions")
