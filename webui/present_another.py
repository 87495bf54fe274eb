"""What is shown of another sentence at the same moment, beside the one that was sent."""

from evaluator.rubric import Rubric
from practice.counterfactual import Counterfactual, Road
from practice.report import HEADLINES
from practice.sessions import Exchange
from webui.present import link, shown
from webui.present_moments import points_words
from webui.present_report import level_chip, level_chips
from webui.views import View, Where


def another_head(exchange: Exchange, session: str, name: str) -> str:
    """Give the moment at which another sentence is tried."""
    return (
        f'<p class="back">{link(Where(view=View.REPORT, session=session), "Back to the report")}</p>'
        "<h1>Try another sentence</h1>"
        f'<p class="quiet">Same client, same moment. Nothing here is kept; try as often as you like.</p>'
        f'<div class="says client"><span>{shown(name)}</span><p>{shown(exchange.client_before)}</p></div>'
        f'<div class="says trainee"><span>You said</span><p>{shown(exchange.trainee)}</p></div>'
    )


def side_by_side(found: Counterfactual, rubric: Rubric, name: str) -> str:
    """Lay the sentence that was sent beside the one that was tried."""
    return (
        '<div class="two roads" role="status">'
        f"{_road('What you said', found.sent, rubric, name)}{_road('What you tried', found.tried, rubric, name)}</div>"
    )


def _road(title: str, road: Road, rubric: Rubric, name: str) -> str:
    change = road.trust_after - road.trust_before
    given = [grade for grade in road.grades.criteria if grade.level is not None and grade.criterion not in HEADLINES]
    more = "".join(level_chip(grade, rubric) for grade in given)
    return (
        f'<article class="card"><h2>{title}</h2><div class="says trainee"><p>{shown(road.trainee)}</p></div>'
        f'<div class="says client"><span>{shown(name)}</span><p>{shown(road.reply)}</p></div>'
        f'<p class="trust-change">Trust {road.trust_before:.0f} → {road.trust_after:.0f} {points_words(change, "")}</p>'
        f'<div class="chips">{level_chips(road.grades, rubric)}{more}</div></article>'
    )
