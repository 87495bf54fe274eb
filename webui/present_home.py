"""What is shown before a session: the choice of scenarios, and the prebrief."""

from collections.abc import Iterable, Sequence

from evaluator.rubric import Rubric
from practice.catalog import Offer
from practice.sessions import Session
from scenarios.scenario import ContractCard
from webui.present import bullets, count, link, shown, tags
from webui.views import View, Where
from webui.words import FAMILIES

NOTICE = (
    '<p class="notice"><strong>Fictional software.</strong> Not supervision, not therapy. '
    "Never enter anything about a real client.</p>"
)
WELCOME = (
    '<div class="hero"><h1>Practise building trust</h1>'
    "<p>Talk with a simulated client who opens up only as trust is earned. Each exchange is graded for empathy and "
    "boundary-setting, with the words it goes by.</p></div>" + NOTICE
)
STAYS, KEPT = "stays in its data folder and goes nowhere else", "is kept in its data folder"
LOCAL = (
    '<p class="quiet small">There are no accounts here: Attune runs on this machine for one local trainee. '
    f"What you write {STAYS}.</p>"
)
JUDGED = (
    '<p class="quiet small">There are no accounts here: Attune runs on this machine for one local trainee. '
    "What you write is kept in its data folder. For a second opinion on the grade, each of your turns is sent with the "
    "client’s words before it to {asks}, without a name; nothing else is sent, and no other turns.</p>"
)
VOICED = (
    '<p class="quiet small">The client’s words come from {voiced_by}: what you write in a session is sent there, with '
    "the turns before it and without a name.</p>"
)


ACCOUNTS = (
    '<p class="quiet small">What you practise by yourself is seen by you alone; what you do for an assignment is read '
    "by the instructors of its section. {sent}</p>"
)
SENT = (
    "For a second opinion on the grade, each of your turns is sent with the client’s words before it to {asks}, "
    "without a name; nothing else is sent, and no other turns."
)


def where_it_goes(asks: str | None, voiced_by: str | None = None, *, accounts: bool = False) -> str:
    """Say where what a trainee writes is kept, and to whom it is sent: a judge, or the model that words the client."""
    if accounts:
        kept = ACCOUNTS.format(sent=SENT.format(asks=shown(asks)) if asks else "")
        return kept + (VOICED.format(voiced_by=shown(voiced_by)) if voiced_by else "")
    local = LOCAL if voiced_by is None else LOCAL.replace(STAYS, KEPT)
    kept = local if asks is None else JUDGED.format(asks=shown(asks))
    return kept if voiced_by is None else kept + VOICED.format(voiced_by=shown(voiced_by))


def what_is_recorded(asks: str | None, voiced_by: str | None = None, *, accounts: bool = False) -> str:
    """Say what is kept of a session, and who sees it."""
    sent = [f"each of your turns also goes to {shown(asks)}, without a name, for a second opinion"] if asks else []
    if voiced_by:
        sent.append(f"the conversation goes to {shown(voiced_by)}, without a name, for the client’s words")
    who = WITH_ACCOUNTS if accounts else LOCALLY
    return RECORDED.format(who=who.format(others="; ".join(sent) or "nobody else does"))


def offer_card(offer: Offer, rubric: Rubric) -> str:
    """Give one scenario to choose."""
    scenario, card = offer.scenario, offer.persona.card
    skills = [rubric.criterion(skill).name for skill in scenario.skills]
    return (
        f'<article class="card"><p class="eyebrow">{shown(FAMILIES[offer.persona.family])}'
        f'<span class="difficulty">{difficulty(scenario.difficulty)}</span></p>'
        f"<h3>{link(Where(view=View.PREBRIEF, scenario=scenario.id), shown(scenario.title), 'card-link')}</h3>"
        f'<p class="who"><strong>{shown(card.name)}</strong>, {card.age}. {shown(card.summary)}</p>'
        f"{tags(skills)}"
        f'<p class="meta">About {scenario.minutes} minutes · up to {scenario.turn_limit} turns</p>'
        f'<p class="content-note"><span>May come up:</span> {shown(scenario.prebrief.content_note)}</p></article>'
    )


def difficulty(level: int) -> str:
    """Show a difficulty 1–5 as marks with words."""
    marks = "".join(f'<i class="{"on" if step <= level else "off"}"></i>' for step in range(1, 6))
    return f'<span class="marks" role="img" aria-label="Difficulty {level} of 5">{marks}</span>'


def offers(found: Sequence[Offer], rubric: Rubric) -> str:
    """Give the scenarios to choose from; a plain sentence where none fits."""
    if not found:
        return '<p class="empty">No scenario fits these filters. Set one of them back to “Any”.</p>'
    return '<div class="cards">' + "".join(offer_card(offer, rubric) for offer in found) + "</div>"


def fitting(all_offers: Iterable[Offer], family: str, level: int, skill: str) -> list[Offer]:
    """Choose the scenarios of a family, a difficulty and a skill; "" and 0 mean any."""
    return [
        offer
        for offer in all_offers
        if family in ("", offer.persona.family.value)
        and level in (0, offer.scenario.difficulty)
        and (not skill or skill in offer.scenario.skills)
    ]


def unfinished_card(session: Session | None, offer: Offer | None, turns: int) -> str:
    """Offer to go on with a session that is open; empty where none is."""
    if session is None or offer is None:
        return ""
    where = Where(view=View.SESSION, session=session.id)
    said = f"after {count(turns, 'turn', 'turns')}" if turns else "before your first words"
    return (
        f'<section class="continue"><div><p class="eyebrow">Unfinished</p>'
        f"<h2>{shown(offer.scenario.title)}</h2>"
        f"<p>With {shown(offer.persona.card.name)}, {said}. Everything is kept.</p></div>"
        f"{link(where, 'Continue your session', 'button primary')}</section>"
    )


def prebrief_head(offer: Offer) -> str:
    """Give the head of the prebrief."""
    scenario, card = offer.scenario, offer.persona.card
    return (
        f'<p class="back">{link(Where(), "All scenarios")}</p>'
        f'<p class="eyebrow">{shown(FAMILIES[offer.persona.family])}{difficulty(scenario.difficulty)}</p>'
        f"<h1>{shown(scenario.title)}</h1>"
        f'<p class="lead"><strong>{shown(card.name)}</strong>, {card.age}, {shown(card.pronouns)} · '
        f"{shown(card.occupation)}</p>"
        f'<p class="quiet">About {scenario.minutes} minutes, up to {scenario.turn_limit} turns. Nothing is timed.</p>'
    )


def prebrief(offer: Offer, *, own: bool = True, card: bool = True) -> str:
    """Give what the trainee reads before the session.

    Args:
        offer: The scenario with its client.
        own: Whether the trainee chose it, and may choose another; else what may come up is told elsewhere.
        card: Whether the agency's rules are shown.
    """
    brief = offer.scenario.prebrief
    note = (
        f'<section class="brief-note"><h2>May come up</h2><p>{shown(brief.content_note)}</p>'
        f"<p>{link(Where(), 'Choose another scenario')} – no reason needed, and nothing is noted.</p></section>"
    )
    rules = (
        "<section><h2>The agency’s rules</h2>"
        '<p class="quiet">Your limits are graded by this card; the agency is invented.</p>'
        f"{contract(offer.scenario.contract)}</section>"
    )
    success = bullets(condition.says for condition in offer.scenario.success)
    return (
        f"{note if own else ''}"
        f"<section><h2>The situation</h2><p>{shown(brief.situation)}</p></section>"
        f'<section class="goal"><h2>Your learning goal</h2><p>{shown(brief.learning_goal)}</p></section>'
        f'<section class="two"><div><h2>Try this</h2>{bullets(brief.try_this)}</div>'
        f"<div><h2>It goes well when</h2>{success}</div></section>{rules if card else ''}"
    )


def contract(card: ContractCard) -> str:
    """Give the agency's rules."""
    rows = (
        ("Agency", card.agency),
        ("Your role", card.role),
        ("Sessions", card.session_length),
        ("Contact", card.contact),
        ("After hours", card.after_hours),
        ("Gifts and meetings", card.gifts_and_meetings),
        ("Records", card.records),
        ("Emergencies", card.emergencies),
    )
    lines = "".join(f"<div><dt>{name}</dt><dd>{shown(text)}</dd></div>" for name, text in rows)
    limits = f"<div><dt>Must leave the room</dt><dd>{bullets(card.confidentiality_limits)}</dd></div>"
    return f'<dl class="contract">{lines}{limits}</dl>'


LOCALLY = "Whoever uses this account on this machine can see them; {others}"
WITH_ACCOUNTS = "What you practise by yourself is seen by no instructor; {others}"
RECORDED = (
    '<section class="recorded"><h2>What is recorded, and who sees it</h2>'
    "<p>Your words, the client’s words, the grades, and what you write in reflection are kept in the data folder "
    "on this machine. {who}. You can delete a "
    "session for good, from its report, at any time.</p><p>If you write of your own wish to die, the session stops, "
    "nothing of that message is kept, and nobody is told.</p></section>"
)
