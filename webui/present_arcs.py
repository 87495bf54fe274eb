"""What is shown of treatments: the list, where one stands, what comes next, what it came to."""

from collections.abc import Sequence

from personas.ledger import Standing
from practice.arc_report import ArcReport
from practice.arcs import ArcPlace
from practice.place import Place
from scenarios.arc import Arc
from webui.present import bullets, count, day, link, shown
from webui.present_home import contract, difficulty, prebrief
from webui.views import View, Where
from webui.words import STATUSES, verdict_word

HEAD = (
    "<h1>Treatments</h1><p class='lead'>One client over several sessions. What you promise is remembered, what you "
    "leave open is there next time, and trust carries over.</p>"
)


def arc_cards(arcs: Sequence[Arc], runs: Sequence[ArcPlace], names: dict[str, str]) -> str:
    """Give the treatments that are open, and those to choose from."""
    going = [run for run in runs if not run.finished]
    done = [run for run in runs if run.finished]
    return (
        HEAD
        + "".join(_going(run) for run in going)
        + '<div class="cards">'
        + "".join(_card(arc, names[arc.persona]) for arc in arcs)
        + "</div>"
        + ("<h2>Finished</h2>" + "".join(_row(run) for run in done) if done else "")
    )


def _where(run: ArcPlace) -> Where:
    return Where(view=View.TREATMENT, session=run.run.id)


def _going(run: ArcPlace) -> str:
    held = sum(place.session.status.over for place in run.places)
    return (
        f'<section class="continue"><div><p class="eyebrow">Under way</p><h2>{shown(run.arc.title)}</h2>'
        f"<p>{held} of {len(run.arc.sessions)} sessions held. {_delete(run)}</p></div>"
        f"{link(_where(run), 'Go on', 'button primary')}</section>"
    )


def _row(run: ArcPlace) -> str:
    return f"<p>{link(_where(run), shown(run.arc.title))} · begun {day(run.run.started_at)} · {_delete(run)}</p>"


def _card(arc: Arc, name: str) -> str:
    where = Where(view=View.TREATMENT, scenario=arc.id)
    return (
        f'<article class="card"><p class="eyebrow">{count(len(arc.sessions), "session", "sessions")}'
        f'<span class="difficulty">{difficulty(arc.difficulty)}</span></p>'
        f"<h3>{link(where, shown(arc.title), 'card-link')}</h3>"
        f'<p class="who"><strong>{shown(name)}</strong>. {shown(arc.about)}</p>'
        f'<p class="content-note"><span>May come up:</span> {shown(arc.content_note)}</p></article>'
    )


def arc_intro(arc: Arc, name: str) -> str:
    """Give what a trainee reads before a treatment."""
    back, sessions = (
        link(Where(view=View.TREATMENTS), "All treatments"),
        count(len(arc.sessions), "session", "sessions"),
    )
    return (
        f'<p class="back">{back}</p><p class="eyebrow">{sessions} with {shown(name)}</p>'
        f"<h1>{shown(arc.title)}</h1><p class='lead'>{shown(arc.about)}</p>"
        f'<section class="brief-note"><h2>May come up</h2><p>{shown(arc.content_note)}</p></section>'
        f'<section class="goal"><h2>What this practises</h2><p>{shown(arc.objective)}</p></section>'
        f"<section><h2>It goes well when</h2>{bullets(condition.says for condition in arc.success)}</section>"
    )


def arc_head(run: ArcPlace, name: str) -> str:
    """Give where a treatment stands, session by session."""
    rows = "".join(_session(number, place) for number, place in enumerate(run.places, start=1))
    back = link(Where(view=View.TREATMENTS), "All treatments")
    return f'<p class="back">{back}</p><p class="eyebrow">With {shown(name)}</p><h1>{shown(run.arc.title)}</h1>' + (
        f'<ol class="held">{rows}</ol>' if rows else ""
    )


def _session(number: int, place: Place) -> str:
    over = place.session.status.over
    where = Where(view=View.REPORT if over else View.SESSION, session=place.session.id)
    return (
        f"<li>{link(where, shown(place.offer.scenario.title))} · {day(place.session.started_at)} · "
        f"{STATUSES[place.session.status]}</li>"
    )


def arc_coming(run: ArcPlace) -> str:
    """Give the next session's prebrief, or say why there is none."""
    if run.open_session is not None:
        where = Where(view=View.SESSION, session=run.open_session.session.id)
        return (
            '<section class="continue"><div><h2>A session is open</h2><p>Finish it first; everything is kept.</p></div>'
            f"{link(where, 'Continue your session', 'button primary')}</section>"
        )
    if run.coming is None:
        return ""
    scenario = run.coming.scenario
    note = (
        f'<section class="brief-note"><h3>May come up</h3><p>{shown(scenario.prebrief.content_note)}</p>'
        f"<p>{link(Where(view=View.TREATMENTS), 'Leave it for another day')} – everything is kept, and the client "
        "does not mind.</p></section>"
    )
    rules = f"<details><summary>The agency’s rules</summary>{contract(scenario.contract)}</details>"
    return f"<h2>Next: {shown(scenario.title)}</h2>{note}{prebrief(run.coming, own=False, card=False)}{rules}"


def arc_foot(run: ArcPlace) -> str:
    """Give the first step of deleting a treatment."""
    return f'<p class="quiet foot">{_delete(run, "Delete this treatment…")}</p>'


def _delete(run: ArcPlace, words: str = "Delete…") -> str:
    label = f"Delete the treatment {run.arc.title} of {day(run.run.started_at)}"
    return link(Where(view=View.TREATMENTS, session=run.run.id), words, "small", label=label)


def arc_summary(report: ArcReport) -> str:
    """Give what the treatment came to so far: conditions, promises, what was told."""
    if not report.sessions:
        return ""
    met = "".join(
        f'<li><span class="badge">{verdict_word(verdict)}</span> {shown(verdict.says)}</li>'
        for verdict in report.success
    )
    promises = "".join(
        f"<li>“{shown(one.words)}” <span class='quiet'>(session {one.session})</span>: {PROMISES[one.standing]}</li>"
        for one in report.promises
    )
    told = "".join(f"<li>{shown(one.fact)}</li>" for one in report.told)
    parts = [("So far" if not report.finished else "How it went", met), ("What you said you would do", promises)]
    parts.append(("What you were told", told))
    if report.set_right:
        parts.append(
            ("What the client had to set right", "".join(f"<li>{shown(one)}</li>" for one in report.set_right))
        )
    return "".join(f"<section><h2>{head}</h2><ul>{body}</ul></section>" for head, body in parts if body)


PROMISES = {
    Standing.OPEN: "not asked about yet",
    Standing.KEPT: "kept",
    Standing.OWNED: "not done, and you said so",
    Standing.BROKEN: "not done, and explained away",
    Standing.FORGOTTEN: "forgotten",
}
