"""What do the clients do when one thing is changed on purpose? Rows of the second table with trials of their own."""

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from benchmarks.client_engine import written_share
from benchmarks.client_figures import gated, mean, share
from benchmarks.client_sessions import Played, play_session
from benchmarks.client_text import Openness, Talk, label_turn
from benchmarks.figures import plain
from benchmarks.scripted import SLIP_AT, Script, ScriptedTrainee
from benchmarks.table import Row
from dialogue.cues import Cue
from dialogue.turns import ExchangeText
from evaluator import agreement
from personas.gates import layers_open, may_tell
from personas.line_kinds import Part
from personas.persona import Persona
from personas.state import ClientState, first_state
from personas.trust import update_trust
from personas.trust_profile import TrustProfile
from personas.trust_table import TrustTable
from practice.exchange import Company

MOST_OPEN, MOST_JUMP = 0.25, 0.40
STARTS = (12.0, 25.0, 38.0, 51.0, 64.0)
"""Trust at the start that a client is given to see whether less of it makes for more resistance; ours."""
BEST_TURNS = 40
"""Of the skilled trainee, tried as the one best turn, besides the good replies to the openings; ours."""
NEVER = 99.0
"""Turns until trust was back, where it never was in the session."""
SLOW_MOST = 80.0
"""Milliseconds."""


class Trials(NamedTuple):
    """What the trials with one client gave."""

    client: str
    at_start: float
    """Share of memories that may be told before the first word."""
    after_one: float
    """The same after the single turn that opens most."""
    repairs: tuple["Repair", ...]
    misread: float
    """Share of the good replies, written for this client's lines, in which an act is read that costs a lot of trust."""
    control: float
    """Spearman of less trust at the start with more resistance shown."""
    meant: float
    """The same with the lines that are written as resistance."""
    same: tuple[bool, ...]
    """For each session that was played twice, whether it came out alike."""
    seconds: tuple[float, ...]
    """Of each reply, nothing remembered."""


def run_trials(
    persona: Persona, scripts: dict[str, Script], company: Company, plain: Company, seeds: Sequence[int]
) -> Trials:
    """Play the trials of one client; `plain` remembers nothing, so that it can be timed."""
    control = _control(persona, scripts, company, seeds)
    same, seconds = _replays(persona, scripts, company, plain, seeds[0])
    return Trials(
        client=persona.id,
        at_start=_share_open(started(persona, company.table), persona),
        after_one=max(_after_one_turn(persona, scripts["skilled"], company)),
        repairs=tuple(_repairs(persona, scripts, company, seeds)),
        misread=_misread(persona, company),
        control=control[0],
        meant=control[1],
        same=same,
        seconds=seconds,
    )


def trial_rows(trials: Sequence[Trials]) -> list[Row]:
    """Give the rows of one client's trials, or of all; of shares that may not be high, the highest."""
    starts = {one.client: one.at_start for one in trials}
    jumps = {one.client: one.after_one for one in trials}
    same, seconds = [s for one in trials for s in one.same], [s for one in trials for s in one.seconds]
    note = ", ".join(f"{one.client} {one.control:.2f}" for one in trials) if len(trials) > 1 else ""
    slow = 1000 * float(np.percentile(seconds, 95))
    return [
        gated("open at the start", max(starts.values()), -math.inf, MOST_OPEN, "%", _each(starts)),
        gated("open after one best turn", max(jumps.values()), -math.inf, MOST_JUMP, "%", _each(jumps)),
        *repair_rows([repair for one in trials for repair in one.repairs]),
        gated("control within a client, Spearman", mean(one.control for one in trials), 0.90, math.inf, note=note),
        plain("the same by the lines written as resistance", mean(one.meant for one in trials), "no gate"),
        plain("good replies in which harm is read", mean(one.misread for one in trials), "share; no gate"),
        gated("same seed, same transcript", mean(map(float, same)), 1.0, math.inf, "%", f"{len(same)} sessions"),
        gated("reply, p95, milliseconds", slow, -math.inf, SLOW_MOST, note=f"{len(seconds)} replies"),
    ]


def started(persona: Persona, table: TrustTable) -> ClientState:
    """Give the state of a first meeting with the gates worked out, as they are after any turn at all."""
    state = first_state(persona)
    gates = layers_open(state, persona, table)
    return state.model_copy(update={"layer_open": gates.open, "hint_layer": gates.hint})


def _share_open(state: ClientState, persona: Persona) -> float:
    return sum(may_tell(memory, state) for memory in persona.memories) / len(persona.memories)


def _after_one_turn(persona: Persona, script: Script, company: Company) -> list[float]:
    own = [sentence for group in script.turns for sentence in group.says if "{said}" not in sentence]
    own = own[:: max(1, len(own) // BEST_TURNS)]
    found = [_share_open(started(persona, company.table), persona)]
    for line in persona.lines:
        if line.part is Part.OPENING:
            for words in own if line.id == persona.lines[0].id else ():
                found.append(_opened_by(words, line.text, line.cues, persona, company))
            if line.good_reply:
                found.append(_opened_by(line.good_reply, line.text, line.cues, persona, company))
    return found


def _opened_by(words: str, client: str, cues: tuple[Cue, ...], persona: Persona, company: Company) -> float:
    reading = company.reader.read_turn(ExchangeText(client=client, trainee=words, cues=cues))
    return _share_open(update_trust(first_state(persona), reading, persona, company.table).after, persona)


def _each(values: dict[str, float]) -> str:
    return ", ".join(f"{client} {value:.0%}" for client, value in values.items()) if len(values) > 1 else ""


class Repair(NamedTuple):
    """What came after a planned mistake that opened a rupture."""

    repaired: bool
    """Whether the trainee set out to repair."""
    turns: float
    """Until trust was back where it had been; NEVER where it was not in the session."""
    guarded_after: tuple[bool, ...]
    """For the two turns after trust was back: whether the words were still guarded."""


def _repairs(persona: Persona, scripts: dict[str, Script], company: Company, seeds: Sequence[int]) -> list[Repair]:
    found = []
    for seed in seeds:
        for repairs in (True, False):
            trainee = ScriptedTrainee(scripts["rupture_repair"], scripts, seed, repairs)
            played = play_session(persona, trainee, company, seed)
            if len(played.spots) >= SLIP_AT and played.spots[SLIP_AT - 1].outcome.change.opened:
                found.append(_repair_in(played, repairs))
    return found


def _repair_in(played: Played, repairs: bool) -> Repair:
    before = played.spots[SLIP_AT - 1].outcome.change.before.trust
    later = played.spots[SLIP_AT:]
    at = next((at for at, spot in enumerate(later) if round(spot.trust, 1) >= round(before, 1)), None)
    if at is None:
        return Repair(repairs, NEVER, ())
    labels = [label_turn(spot.reply) for spot in later[at + 1 : at + 3]]
    return Repair(repairs, at + 1.0, tuple(one.openness is Openness.LOW for one in labels))


def repair_rows(repairs: Sequence[Repair]) -> list[Row]:
    """Re-earn cost with and without repair, and guarded wording in the two turns after trust is back."""
    mended = [one.turns for one in repairs if one.repaired]
    left = [one.turns for one in repairs if not one.repaired]
    lost = mean(float(turns < NEVER) for turns in left)
    back = [one.guarded_after for one in repairs if one.repaired and len(one.guarded_after) == 2]
    each = [mean(float(guarded[at]) for guarded in back) for at in (0, 1)]
    never = sum(turns == NEVER for turns in mended)
    return [
        gated(
            "turns to earn trust back, with repair, median",
            median(mended) if mended else math.nan,
            2,
            5,
            note=f"{len(mended)} ruptures; not in the session: {never}",
        ),
        gated("trust earned back without repair, share", lost, -math.inf, 0.10, "%", f"{len(left)} ruptures; bar ours"),
        gated("guarded words in both turns after", min(each), 0.05, math.inf, "%", f"{len(back)} sessions; bar ours"),
    ]


def _control(
    persona: Persona, scripts: dict[str, Script], company: Company, seeds: Sequence[int]
) -> tuple[float, float]:
    """Give the same client less trust at the start, and see whether the words resist more: as labelled, as written."""
    shown, meant = list[float](), list[float]()
    for start in STARTS:
        guarded = persona.model_copy(update={"trust": _starting_at(persona.trust, start)})
        played = [play_session(guarded, ScriptedTrainee(scripts["average"], scripts, s), company, s) for s in seeds]
        shown.append(mean(_resisting(one) for one in played))
        meant.append(mean(written_share(one) for one in played))
    less = [100 - start for start in STARTS]
    return agreement.spearman(less, shown), agreement.spearman(less, meant)


def _misread(persona: Persona, company: Company) -> float:
    """Read the good replies of the client's lines: an act that costs 4 points or more is a false alarm."""
    harmful = {act for act, points in company.table.acts.items() if points.now[0] <= company.table.limits.serious_from}
    readings = [
        company.reader.read_turn(ExchangeText(client=line.text, trainee=line.good_reply, cues=line.cues))
        for line in persona.lines
        if line.good_reply
    ]
    return mean(float(any(spotted.act in harmful for spotted in reading.acts)) for reading in readings)


def _starting_at(profile: TrustProfile, start: float) -> TrustProfile:
    moved = {facet: min(100.0, max(0.0, value + start - profile.start)) for facet, value in profile.facets.items()}
    return profile.model_copy(update={"start": start, "facets": moved})


def _resisting(played: Played) -> float:
    return share([label_turn(reply) for reply in played.replies], lambda turn: turn.talk is Talk.RESIST)


def _replays(
    persona: Persona, scripts: dict[str, Script], company: Company, plain: Company, seed: int
) -> tuple[tuple[bool, ...], tuple[float, ...]]:
    """Play two sessions once more, read afresh: the same seed must give the same words and the same trust."""
    same, seconds = list[bool](), list[float]()
    for name in ("average", "boundaryless"):
        one, two = (
            play_session(persona, ScriptedTrainee(scripts[name], scripts, seed), by, seed) for by in (company, plain)
        )
        same.append(one.digest == two.digest)
        seconds += [spot.seconds for spot in two.spots]
    return tuple(same), tuple(seconds)
