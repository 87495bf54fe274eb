"""What does the machinery behind the clients do? The second table of the fidelity design.

Here stand the rows that can be read from sessions that were played; `client_trials.py` has those that need a trial.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.client_faults import fault_rows
from benchmarks.client_figures import NOTHING, gated, mean, share
from benchmarks.client_sessions import Played
from benchmarks.client_text import Openness, Talk, label_turn
from benchmarks.scripted import Script, Standing
from benchmarks.table import Row
from evaluator import agreement
from personas.calls import Calls
from personas.line_kinds import Resistance, Stance
from personas.plan import ReplyPlan

CORE = 4
"""The deepest layer."""
DEEP = 3
"""Layer whose telling counts as full depth, so that the core, which has a row of its own, is no part of the contrast.
Source: GATE cuts depth at 1, so what counts as 1 lies above what is hoped for; that it is the third layer is ours."""
STUCK_BY = 16
"""Turns without a resolution after which a session is stuck."""
FEWEST_CLIENTS = 6
"""Clients from which a rank correlation between them says anything; ours."""
BANDS = {Stance.OPEN: Openness.HIGH, Stance.WARMING: Openness.MEDIUM}
"""The band of a stance; every other stance is low, and so is every turn that is meant to keep a distance."""


class Arc(NamedTuple):
    """What came of several sessions with one trainee."""

    client: str
    script: Script
    seed: int
    depth: int
    """Deepest layer told because its gate stood open, 0–4. What a kind question about danger opens early is not
    counted: it is meant to come at any trust."""
    told: int
    """All that was told in this way, each memory counting its layer and one more: 1 for what anybody hears, 5 for the
    core."""
    trust: float
    """Trust at the end, 0–100."""
    shown: tuple[tuple[Openness, Openness], ...] = ()
    """For each reply after the first session how open it looks, and how open it was meant to be."""


def arc_of(sessions: Sequence[Played]) -> Arc:
    """Sum up an arc."""
    last = sessions[-1]
    early = set(last.after.opened_early)
    layers = [last.persona.memory(told).layer for told in last.after.told if told not in early]
    told = sum(layer + 1 for layer in layers)
    shown = tuple(pair for played in sessions[1:] for pair in shown_in(played))
    return Arc(last.persona.id, last.script, last.seed, max(layers, default=0), told, last.after.trust, shown)


def engine_rows(sessions: Sequence[Played], arcs: Sequence[Arc]) -> list[Row]:
    """Give the rows for some sessions and arcs, of one client or of all."""
    return [
        *_depth_rows(arcs),
        *fault_rows(sessions),
        *_order_rows(sessions, arcs),
        *_agreement_rows(sessions, arcs),
        _asymmetry_row(sessions),
        _entropy_row(sessions),
        _stuck_row(sessions),
        *_exploit_rows(sessions),
    ]


def _depth_rows(arcs: Sequence[Arc]) -> list[Row]:
    """Disclosure contrast: mean over clients of min(deepest layer ÷ 3, 1), skilled trainee less bad ones."""
    contrasts, goods, bads = list[float](), list[float](), list[float]()
    for client in sorted({arc.client for arc in arcs}):
        own = [arc for arc in arcs if arc.client == client]
        good = mean(min(arc.depth / DEEP, 1.0) for arc in own if arc.script.id == "skilled")
        bad = mean(min(arc.depth / DEEP, 1.0) for arc in own if arc.script.standing is Standing.BAD)
        contrasts, goods, bads = [*contrasts, good - bad], [*goods, good], [*bads, bad]
    with_bad = [float(arc.depth >= CORE) for arc in arcs if arc.script.standing is Standing.BAD]
    with_good = [float(arc.depth >= CORE) for arc in arcs if arc.script.id == "skilled"]
    return [
        gated(
            "disclosure contrast",
            mean(contrasts),
            0.75,
            math.inf,
            note=f"skilled {mean(goods):.2f}, bad {mean(bads):.2f}; five sessions",
        ),
        gated(
            "core reached with a bad trainee",
            mean(with_bad),
            -math.inf,
            0.02,
            "%",
            f"skilled {mean(with_good):.0%}; {len(with_bad)} arcs",
        ),
    ]


def _order_rows(sessions: Sequence[Played], arcs: Sequence[Arc]) -> list[Row]:
    """Skill monotonicity: Kendall's order over pairs of trainees of unlike rank, mean over clients."""
    trusts = [(played.persona.id, played.script, played.after.trust) for played in sessions]
    depths = [(arc.client, arc.script, float(arc.told)) for arc in arcs]
    by_skill: dict[str, list[float]] = defaultdict(list)
    for _, script, trust in trusts:
        by_skill[script.id].append(trust)
    note = ", ".join(
        f"{name} {mean(own):.0f}" for name, own in sorted(by_skill.items(), key=lambda pair: -mean(pair[1]))
    )
    return [
        gated("final trust by skill, Kendall", _order(trusts), 0.80, math.inf, note=note),
        gated(
            "depth by skill, Kendall",
            _order(depths),
            0.80,
            math.inf,
            note="five sessions; each memory told counts its layer and one more",
        ),
    ]


def _order(values: Sequence[tuple[str, Script, float]]) -> float:
    orders = []
    for client in {client for client, _, _ in values}:
        own = [(script.id, script.rank, value) for name, script, value in values if name == client]
        ranks = {script: rank for script, rank, _ in own if rank is not None}
        means = {script: mean(value for name, _, value in own if name == script) for script in ranks}
        pairs = [(a, b) for a in ranks for b in ranks if ranks[a] > ranks[b]]
        orders.append(mean(float((means[a] > means[b]) - (means[a] < means[b])) for a, b in pairs))
    return mean(orders)


def band_of(plan: ReplyPlan) -> Openness:
    """Give how open a turn was meant to be."""
    distant = plan.resists and plan.calls is Calls.ANSWER
    return Openness.LOW if distant else BANDS.get(plan.stance, Openness.LOW)


def shown_in(played: Played) -> list[tuple[Openness, Openness]]:
    """Give for each reply the band of its wording, and the band in which the client was meant to speak."""
    return [(label_turn(spot.reply).openness, band_of(spot.outcome.plan)) for spot in played.spots]


def _agreement_rows(sessions: Sequence[Played], arcs: Sequence[Arc]) -> list[Row]:
    """Text and state: the labeller's band of openness against the band in which the client was meant to speak."""
    pairs = [pair for played in sessions for pair in shown_in(played)]
    pairs += [pair for arc in arcs for pair in arc.shown]
    high = [float(state is Openness.HIGH) for shown, state in pairs if shown is Openness.HIGH]
    counts = Counter(state.value for _, state in pairs)
    note = ", ".join(f"{band} {counts[band] / len(pairs):.0%}" for band in Openness)
    return [
        gated(
            "text agrees with state", mean(float(shown is state) for shown, state in pairs), 0.85, math.inf, note=note
        ),
        gated("text shown as open is open", mean(high), 0.80, math.inf, note=f"{len(high)} replies"),
    ]


def _asymmetry_row(sessions: Sequence[Played]) -> Row:
    """Loss against gain, like with like: with the average trainee, who both helps and misses in a set mixture.

    A trainee who breaches on purpose would set a violation against a nod.
    """
    own = [played for played in sessions if played.script.id == "average"]
    steps = [spot.outcome.change.points for played in own for spot in played.spots]
    gains, losses = [step for step in steps if step > 0], [-step for step in steps if step < 0]
    value = mean(losses) / mean(gains) if gains and losses else NOTHING
    return gated("mean loss ÷ mean gain", value, 1.5, 3, note=f"{mean(losses):.1f} and {mean(gains):.1f} points a turn")


def _entropy_row(sessions: Sequence[Played]) -> Row:
    """Normalised entropy over the ten forms of resistance, of the words that resist; mean over clients."""
    forms: dict[str, Counter[Resistance]] = defaultdict(Counter)
    for played in sessions:
        forms[played.persona.id].update(
            spot.outcome.spoken.resists for spot in played.spots if spot.outcome.spoken.resists is not None
        )
    every = sum(forms.values(), Counter[Resistance]())
    note = ", ".join(f"{form} {count / every.total():.0%}" for form, count in every.most_common(10))
    return gated("entropy of resistance", mean(_entropy(own) for own in forms.values()), 0.6, math.inf, note=note)


def _entropy(counts: Counter[Resistance]) -> float:
    if not counts:
        return NOTHING
    shares = [count / counts.total() for count in counts.values()]
    return -sum(share * math.log(share) for share in shares) / math.log(len(Resistance))


def _stuck_row(sessions: Sequence[Played]) -> Row:
    """Stuck: with the average trainee, fewer than two of turns 11 to 16 move towards change, by their wording."""
    own = [played for played in sessions if played.script.id == "average"]
    return gated("stuck after 16 turns, average trainee", mean(float(is_stuck(p)) for p in own), 0.40, math.inf, "%")


def is_stuck(played: Played) -> bool:
    """Tell whether a session had come to nothing by turn 16."""
    late = [label_turn(spot.reply) for spot in played.spots if STUCK_BY - 6 < spot.turn <= STUCK_BY]
    return sum(turn.talk is Talk.CHANGE for turn in late) < 2


def _exploit_rows(sessions: Sequence[Played]) -> list[Row]:
    """An exploit may end no higher than the average trainee, with any client: the greatest lead over all clients."""
    rows = []
    for name in ("formula_bot", "keyword_bot"):
        leads = {
            client: _trust(sessions, client, name) - _trust(sessions, client, "average")
            for client in sorted({played.persona.id for played in sessions})
        }
        note = "points of trust beside the average trainee: " + ", ".join(f"{c} {v:+.0f}" for c, v in leads.items())
        worst = max((v for v in leads.values() if not math.isnan(v)), default=NOTHING)
        rows.append(gated(f"{name.replace('_', ' ')} less average, worst client", worst, -math.inf, 0, note=note))
    return rows


def _trust(sessions: Sequence[Played], client: str, script: str) -> float:
    return mean(p.after.trust for p in sessions if p.persona.id == client and p.script.id == script)


def written_share(played: Played) -> float:
    """Give the share of replies whose lines are written as resistance."""
    return mean(float(spot.outcome.spoken.resists is not None) for spot in played.spots)


def control_row(sessions: Sequence[Played]) -> Row:
    """Control between clients: how guarded they are written (100 − trust at the start) against how much they resist."""
    shown: dict[str, list[float]] = defaultdict(list)
    written: dict[str, list[float]] = defaultdict(list)
    guarded: dict[str, float] = {}
    for played in sessions:
        if played.script.standing is Standing.MIDDLING:
            guarded[played.persona.id] = 100 - played.persona.trust.start
            labels = [label_turn(reply) for reply in played.replies]
            shown[played.persona.id].append(share(labels, lambda turn: turn.talk is Talk.RESIST))
            written[played.persona.id].append(written_share(played))
    clients = sorted(guarded)
    note = ", ".join(f"{c} {guarded[c]:.0f}: {mean(shown[c]):.0%}" for c in clients)
    if len(clients) < FEWEST_CLIENTS:
        return gated("control between clients, Spearman", NOTHING, 0.90, math.inf, note=f"too few clients; {note}")
    value = agreement.spearman([guarded[c] for c in clients], [mean(shown[c]) for c in clients])
    meant = agreement.spearman([guarded[c] for c in clients], [mean(written[c]) for c in clients])
    note = f"by the lines written as resistance {meant:.2f}; {note}"
    return gated("control between clients, Spearman", value, 0.90, math.inf, note=note)
