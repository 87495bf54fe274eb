"""What is shown of drills: the list, the stimulus that is answered now, the tries with what is said of them."""

from collections.abc import Sequence

from evaluator.rubric import Rubric
from practice.drill_records import DrillPlace, DrillRecord, DrillTry
from scenarios.drill import TRIES, Difficulty, Drill
from webui.present import bullets, count, day, link, shown
from webui.present_feedback import feedback_card
from webui.views import View, Where
from webui.words import level_name

LEVELS = {
    Difficulty.BEGINNER: "Beginner",
    Difficulty.INTERMEDIATE: "Intermediate",
    Difficulty.ADVANCED: "Advanced",
}
ORDER = ("Your first try", "Second try, after the feedback", "Third try, on other words for the same thing")
HEAD = (
    "<h1>Drills</h1><p class='lead'>One narrow skill at a time: a few client words, three tries, feedback after each. "
    "You say how hard it was, and the next one fits. Only your trend is kept as a score.</p>"
)


def drill_cards(drills: Sequence[Drill], records: Sequence[DrillRecord], rubric: Rubric) -> str:
    """Give all drills, each with where its trainee stands."""
    known = {record.drill: record for record in records}
    return HEAD + '<div class="cards">' + "".join(_card(one, known.get(one.id), rubric) for one in drills) + "</div>"


def _card(drill: Drill, record: DrillRecord | None, rubric: Rubric) -> str:
    where = Where(view=View.DRILL, scenario=drill.id)
    done = _so_far(record) if record else "Not tried yet"
    return (
        f'<article class="card"><p class="eyebrow">{shown(rubric.criterion(drill.skill).name)}</p>'
        f"<h3>{link(where, shown(drill.title), 'card-link')}</h3><p>{shown(drill.instruction)}</p>"
        f'<p class="meta">About {drill.minutes} minutes · {shown(done)}</p>'
        f'<p class="content-note"><span>May come up:</span> {shown(drill.content_note)}</p></article>'
    )


def _so_far(record: DrillRecord) -> str:
    trend = f", trend {record.trend.change:+.1f} of a level" if record.trend else ""
    open_now = ", one sitting open" if record.unfinished else ""
    tried, level = count(record.stimuli, "prompt", "prompts"), LEVELS[record.difficulty].lower()
    return f"{tried} so far, next at {level}{trend}{open_now}"


def sittings_list(sittings: Sequence[DrillPlace]) -> str:
    """Give the sittings so far, newest first, each with the first step of deleting it; folded, and empty without."""
    if not sittings:
        return ""
    newest = sorted(sittings, key=lambda one: one.run.started_at, reverse=True)
    rows = "".join(f"<li>{_sitting(one)} · {_delete(one)}</li>" for one in newest)
    head = f"Your sittings ({len(sittings)})"
    return f'<details class="sittings"><summary>{head}</summary><ul>{rows}</ul></details>'


def _sitting(place: DrillPlace) -> str:
    tried = count(sum(bool(item.tries) for item in place.items), "prompt", "prompts")
    open_now = "" if place.run.ended_at else ", still open"
    return f"{shown(place.drill.title)}, {day(place.run.started_at)}: {tried} tried{open_now}"


def _delete(place: DrillPlace, words: str = "Delete…") -> str:
    label = f"Delete the sitting with {place.drill.title} of {day(place.run.started_at)}"
    return link(Where(view=View.DRILLS, session=place.run.id), words, "small", label=label)


def delete_sitting(place: DrillPlace) -> str:
    """Give the first step of deleting the sitting that is shown."""
    return f'<p class="quiet foot">{_delete(place, "Delete this sitting…")}</p>'


def drill_head(place: DrillPlace, rubric: Rubric) -> str:
    """Give the head of a sitting: the skill, what to do, what good looks like."""
    drill = place.drill
    return (
        f'<p class="back">{link(Where(view=View.DRILLS), "All drills")}</p>'
        f'<p class="eyebrow">{shown(rubric.criterion(drill.skill).name)} · {LEVELS[place.item.difficulty]}</p>'
        f"<h1>{shown(drill.title)}</h1><p class='lead'>{shown(drill.instruction)}</p>"
        f"<details><summary>What good looks like</summary>{bullets(drill.good_looks_like)}</details>"
    )


def drill_prompt(place: DrillPlace) -> str:
    """Give the client words that are answered now."""
    stimulus, number = place.stimulus, place.next_try
    before = f'<p class="quiet">{shown(stimulus.before)}</p>' if stimulus.before else ""
    note = f'<p class="content-note"><span>May come up:</span> {shown(stimulus.content_note)}</p>'
    pause = (
        '<p class="brief-note">That one was too hard, and saying so is part of the work. Take a break if you like; '
        "an easier one waits here.</p>"
        if place.offers_break
        else ""
    )
    said = ORDER[number - 1] if number else "All three tries are made"
    return (
        f'{pause}<section class="prompt"><p class="eyebrow">Prompt {place.item.number} · {said}</p>'
        f'<p class="quiet">{shown(stimulus.who)}</p>{before}'
        f'<blockquote class="of-client big">{shown(place.client)}</blockquote>'
        f"{note if stimulus.content_note else ''}</section>"
    )


def drill_ask(place: DrillPlace) -> str:
    """Give, after the third try, a good answer and the question how hard it was; before it, how many are left."""
    if place.run.ended_at:
        return ""
    good = (
        f'<article class="feedback alternative"><h3>One of several ways to say it</h3>'
        f'<p class="words">{shown(place.good_reply)}</p></article>'
        if place.good_reply
        else ""
    )
    left = f"{TRIES - len(place.item.tries)} of {TRIES} tries left. Too hard? You may say so at any time."
    if place.may_rate:
        return f'{good}<p class="lead">How was it? Your answer chooses the next prompt.</p>'
    return f'{good}<p class="quiet">{left}</p>'


def drill_tries(place: DrillPlace, rubric: Rubric) -> str:
    """Give the tries at the prompt, the newest first."""
    return "".join(_try(one, place.drill.skill, rubric) for one in reversed(place.item.tries))


def _try(one: DrillTry, skill: str, rubric: Rubric) -> str:
    grade = one.grades.of(skill) if one.grades else None
    level = level_name(grade.level, rubric.level_names) if grade and grade.level is not None else "no level"
    gates = "".join(
        f' <span class="badge warn">{shown(gate)}</span>' for gate in (one.grades.gates if one.grades else ())
    )
    items = one.feedback.items() if one.feedback else ()
    said = "".join(feedback_card(item, rubric) for item in items if item.kind != "alternative")
    return (
        f'<article class="try"><p class="eyebrow">Try {one.number} · {shown(level)}{gates}</p>'
        f'<blockquote>{shown(one.trainee)}</blockquote><div class="said-of">{said}</div></article>'
    )


def drill_end(place: DrillPlace) -> str:
    """Say that a sitting is over."""
    tried = sum(bool(item.tries) for item in place.items)
    return (
        f'<section class="continue"><div><h2>That is it for now</h2><p>{count(tried, "prompt", "prompts")} tried. '
        f"What you wrote is kept.</p></div>{link(Where(view=View.DRILLS), 'All drills', 'button primary')}</section>"
    )
