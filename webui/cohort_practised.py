"""The figure of who practised what in a class: scenarios by how many practised them, and a table by person."""

from collections.abc import Sequence

from classroom.cohort import Cohort, Practised
from webui.charts import figure, table
from webui.cohort_charts import multiples, share_bar
from webui.present import count, day


def practised_what(cohort: Cohort) -> str:
    """Draw how many trainees practised each scenario, with who practised what as the table."""
    here = [one for one in cohort.practised if not one.left]
    order = sorted(cohort.titles, key=lambda one: (-len(_who(cohort.practised, one)), cohort.titles[one]))
    bars = []
    for scenario in order:
        title, by = cohort.titles[scenario], len(_who(here, scenario))
        words = f"{by} of {count(len(here), 'trainee', 'trainees')}"
        bars.append((title, share_bar(title, by / len(here) if here else 0.0), words))
    heads = ("Name", "Sessions", "Turns", "Latest", *(cohort.titles[one] for one in order))
    rows = [
        (*_in_numbers(one), *(str(one.scenarios.get(scenario, "–")) for scenario in order)) for one in cohort.practised
    ]
    caption = "<p>How many practised each scenario; the table says who did, and how often.</p>"
    return figure(multiples(bars), caption, table(heads, rows))


def _who(practised: Sequence[Practised], scenario: str) -> list[Practised]:
    return [one for one in practised if scenario in one.scenarios]


def _in_numbers(one: Practised) -> tuple[str, str, str, str]:
    name = one.name + (" (left)" if one.left else "")
    return (name, str(one.sessions), str(one.turns), day(one.last_at) if one.last_at else "–")
