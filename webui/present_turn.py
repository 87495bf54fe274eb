"""What is shown of one turn under review: the conversation at the left, what was made of it at the right."""

from html import escape

from classroom.levels import Level
from classroom.needs import serious_flags
from practice.report import RaisedGate
from practice.sessions import Exchange
from webui.plain_page import hidden
from webui.present import count, shown
from webui.present_comments import comment_fold, comments, done_here
from webui.present_feedback import card_of, disagreement_words
from webui.present_level import level_row
from webui.present_needs import need_labels, turn_anchor, turn_name
from webui.present_second import SET_ASIDE
from webui.quote_marks import Quoted, marked
from webui.review_desk import Desk
from webui.words import KINDS, event_words


def turn_section(desk: Desk, exchange: Exchange) -> str:
    """Give a turn: the client's words, the trainee's with what was quoted of them, and all that was said of them."""
    turn = exchange.turn
    reasons = [one for one in desk.read.reasons if one.turn == turn]
    last = turn == len(desk.read.report.place.exchanges)
    reply = says(desk.client, shown(exchange.reply), "client") if last and exchange.reply else ""
    key, labels = turn_anchor(turn), need_labels(reasons, with_turns=False)
    return (
        f'<article class="turn" id="{key}" aria-labelledby="{key}-name">'
        f'<div class="turn-head"><h3 id="{key}-name">{turn_name(turn)}</h3>{labels}{_onward(desk, turn)}</div>'
        f'<div class="talk">{talk(desk, exchange)}{reply}</div>'
        f'<div class="judged">{done_here(desk, turn)}{_gates(desk, turn)}{_levels(desk, exchange)}'
        f"{_objections(desk, exchange)}{comments(desk, turn)}"
        f'<div class="folds">{_others(desk, exchange)}{_told(desk, exchange)}{comment_fold(desk, turn)}</div>'
        "</div></article>"
    )


def _onward(desk: Desk, turn: int) -> str:
    """Give a link from a turn that needs a person to the next one that does."""
    turns = sorted({one.turn for one in desk.read.reasons if one.turn})
    if turn not in turns:
        return ""
    after = next((one for one in turns if one > turn), 0)
    words = f"next: {turn_name(after).lower()}" if after else "on to the whole session"
    return f'<a class="onward" href="{escape(desk.here or desk.path)}#{turn_anchor(after)}">{words}</a>'


def talk(desk: Desk, exchange: Exchange) -> str:
    """Give the client's words and the trainee's answer, with the quotes marked in it."""
    words = marked(exchange.trainee, quotes(desk, exchange))
    return says(desk.client, shown(exchange.client_before), "client") + says(desk.read.who, words, "trainee")


def says(who: str, words: str, kind: str) -> str:
    """Give what somebody said; the words are markup."""
    return f'<div class="says {kind}"><span>{shown(who)}</span><p dir="auto">{words}</p></div>'


def quotes(desk: Desk, exchange: Exchange) -> list[Quoted]:
    """Give what was quoted of a turn: for a level, and for a gate."""
    given = exchange.grades.criteria if exchange.grades else ()
    of_levels = [
        Quoted(words=one.quote, label=desk.rubric.criterion(one.criterion).name)
        for one in given
        if one.quote and one.level is not None
    ]
    of_gates = [Quoted(words=one.quote, label=one.name, serious=True) for one in _quoted_gates(desk, exchange)]
    return of_gates + of_levels


def _quoted_gates(desk: Desk, exchange: Exchange) -> list[RaisedGate]:
    """Give the gates of a turn that name their words; one that names none has the turn's beginning instead."""
    of_turn = [one for one in desk.read.report.gates if one.turn == exchange.turn]
    return [one for one in of_turn if one.quote != exchange.trainee[: len(one.quote)] or len(one.quote) < 160]


def _gates(desk: Desk, turn: int) -> str:
    """Give the gates and flags of a turn with the rule behind each gate."""
    raised = [one for one in desk.read.report.gates if one.turn == turn]
    return "".join(_gate(desk, one) for one in raised) + _flags(desk, turn)


def _gate(desk: Desk, gate: RaisedGate) -> str:
    rule = next(one for one in desk.rubric.gates if one.gate is gate.gate)
    return (
        f'<div class="gate"><p><b>Gate: {shown(gate.name)}</b> <q dir="auto">{shown(gate.quote)}</q></p>'
        f'<p class="why">Raised by: {shown(rule.trigger)} Not by: {shown(rule.not_a_trigger)}</p></div>'
    )


def _flags(desk: Desk, turn: int) -> str:
    found = list(dict.fromkeys(one.flag for one in desk.read.report.flags if one.turn == turn))
    serious = serious_flags(desk.rubric)
    lines = "".join(
        f"<li{' class=pressing' if flag in serious else ''}>{shown(event_words(flag.value))}</li>" for flag in found
    )
    return f'<div class="noticed"><b>Noticed</b><ul>{lines}</ul></div>' if lines else ""


def _levels(desk: Desk, exchange: Exchange) -> str:
    """Give every criterion of which something was said."""
    panel = desk.read.report.panels.get(exchange.id)
    aside = SET_ASIDE.format(signs=", and ".join(panel.suspicious)) if panel and panel.suspicious else ""
    rows = "".join(level_row(desk, one, exchange, panel) for one in _every(desk, exchange, told=True))
    set_aside = f'<p class="why">Second opinion: {shown(aside)}</p>' if aside else ""
    none = "" if exchange.grades else '<p class="why">This turn was not graded.</p>'
    return f'{set_aside}{none}<ul class="levels">{rows}</ul>'


def _every(desk: Desk, exchange: Exchange, *, told: bool) -> list[Level]:
    """Give the criteria of a turn of which something was said, or those of which nothing was."""
    panel = desk.read.report.panels.get(exchange.id)
    heard = {one.criterion for one in panel.grades if one.second and one.second.level is not None} if panel else set()
    every = [desk.read.levels.of(exchange.turn, one.id) for one in desk.rubric.criteria]
    return [one for one in every if told is (one.automatic is not None or bool(one.history) or one.criterion in heard)]


def _others(desk: Desk, exchange: Exchange) -> str:
    """Give a form that leads to a criterion without a level."""
    turn, others = exchange.turn, _every(desk, exchange, told=False)
    if not others:
        return ""
    options = "".join(
        f'<option value="{one.criterion}">{shown(desk.rubric.criterion(one.criterion).name)}</option>' for one in others
    )
    return (
        f'<details class="more"><summary>Judge something else<span class="unseen"> at turn {turn}</span></summary>'
        f'<form class="change" method="get" action="{desk.path}/level">{hidden("turn", str(turn))}'
        f'<label>Criterion<span class="help">The grader saw no occasion for these.</span><select name="criterion">'
        f"{options}</select></label><button>Open</button></form></details>"
    )


def _objections(desk: Desk, exchange: Exchange) -> str:
    """Give what the trainee disagreed with, and why."""
    return "".join(
        f'<p class="objection"><b>{shown(desk.read.who)} disagreed</b> with '
        f'{shown(disagreement_words(one, desk.rubric))}: <q dir="auto">{shown(one.reason)}</q></p>'
        for one in desk.read.report.disagreements.get(exchange.id, ())
    )


def _told(desk: Desk, exchange: Exchange) -> str:
    """Give the items of feedback on this turn, folded."""
    items = exchange.feedback.items() if exchange.feedback else ()
    cards = "".join(card_of(exchange.feedback, kind, desk.rubric) for kind in KINDS)
    named = count(len(items), "item", "items")
    return f'<details class="more"><summary>Feedback: {named}</summary>{cards}</details>' if items else ""
