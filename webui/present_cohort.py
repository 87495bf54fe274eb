"""The sentences of the cohort page: who practised, what somebody never met, and what is left out."""

from collections.abc import Sequence

from classroom.cohort import Cohort, CriterionInClass
from classroom.cohort_figures import FEWEST_PEOPLE
from webui.present import count, shown

NUMBERS = ("Nobody", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
OCCASIONS = {
    "empathy": "a client’s turn to answer",
    "boundary_setting": "a boundary that was tested",
    "rupture_repair": "a rupture",
    "emotional_validation": "a feeling to validate",
    "trauma_sensitivity": "a client close to trauma",
    "cultural_competence": "a question of culture",
    "confidentiality": "a question of privacy",
    "respect_autonomy": "a choice that is the client’s",
    "active_listening": "a story to follow",
    "non_judgmental": "a client’s shame",
    "authenticity": "a question that asks for a real answer",
    "consistency": "a promise that fell due",
    "self_awareness": "a reaction of their own that the client noticed",
    "risk_and_scope": "a sign of danger, or the limit of their role",
}
"""What gives an occasion for a criterion, as somebody may never have met it."""
NAMED = 6
"""Names that are told in a sentence; more are folded away."""


def number_words(number: int) -> str:
    """Write a number at the begin of a sentence."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def who_practised(cohort: Cohort) -> str:
    """Say how many practised, and who has not."""
    here = [one for one in cohort.practised if not one.left]
    idle = [one.name for one in here if not one.sessions]
    sessions, turns = sum(one.sessions for one in cohort.practised), sum(one.turns for one in cohort.practised)
    active = len(here) - len(idle)
    some = f"{number_words(active)} of {count(len(here), 'trainee', 'trainees')} {'has' if active == 1 else 'have'}"
    said = (
        f"<p>{f'All {len(here)} trainees have' if not idle and active > 2 else some} practised for this section: "
        f"{count(sessions, 'session', 'sessions')}, {count(turns, 'turn', 'turns')}. "
        "Only what was done for its assignments and is over counts here.</p>"
    )
    if not idle:
        return said
    have = "has" if len(idle) == 1 else "have"
    return said + _told(f"{number_words(len(idle))} {have} not practised yet", idle)


def coverage(cohort: Cohort) -> str:
    """Say what some, or all, of those who practised have never met."""
    practised = sum(bool(one.sessions) for one in cohort.practised)
    nobody = [occasion(one) for one in cohort.criteria if one.never and not one.met]
    some = sorted((one for one in cohort.criteria if one.never and one.met), key=lambda one: len(one.never))
    all_met = [one.name for one in cohort.criteria if not one.never]
    lines = [
        _told(f"{number_words(len(one.never))} of {practised} {_have(one)} never met {occasion(one)}", one.never)
        for one in some
    ]
    lines += [f"<p>Nobody has met yet: {shown('; '.join(nobody))}.</p>"] if nobody else []
    lines += [f"<p>Everybody who practised had an occasion for: {shown(', '.join(all_met))}.</p>"] if all_met else []
    return f'<ul class="coverage">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'


def _have(one: CriterionInClass) -> str:
    return "has" if len(one.never) == 1 else "have"


def occasion(one: CriterionInClass) -> str:
    """Name what gives an occasion for a criterion; a criterion that we have no words for is called by its name."""
    return OCCASIONS.get(one.criterion, f"an occasion for “{one.name}”")


def _told(sentence: str, names: Sequence[str]) -> str:
    """Give a sentence with its names; many names are folded away."""
    if len(names) <= NAMED:
        return f"<p>{shown(sentence)}: {shown(', '.join(names))}.</p>"
    return f"<details><summary>{shown(sentence)}</summary><p>{shown(', '.join(names))}.</p></details>"


def few_words(cohort: Cohort) -> str:
    """Say which criteria have no figure because too few people have a level in them; empty where all have one."""
    few = [one for one in cohort.criteria if one.distribution.counts is None]
    if not few:
        return ""
    listed = ", ".join(f"{one.name} ({one.distribution.people})" for one in few)
    return (
        f'<p class="quiet">Left out, because a figure over fewer than {_small()} people would tell of single ones: '
        f"{shown(listed)}. In brackets is how many have a level.</p>"
    )


def untold_separations(cohort: Cohort) -> str:
    """Say for how many scenarios it cannot be told how far they separate; empty where it can for all."""
    untold = {one.scenario for one in cohort.separations if one.separation.between is None}
    if not untold:
        return ""
    titles = ", ".join(sorted(cohort.titles[one] for one in untold))
    return (
        f'<p class="quiet">It cannot be told for each headline of: {shown(titles)}. Fewer than {_small()} people '
        "have a level there, or nothing differs.</p>"
    )


def hidden_words(cohort: Cohort) -> str:
    """Say what is left out because names are hidden; empty where nothing is."""
    if not cohort.left_out:
        return ""
    are = "is" if cohort.left_out == 1 else "are"
    return (
        f'<p class="told">{count(cohort.left_out, "session", "sessions")} {are} left out of everything on this page, '
        "because names are hidden until the feedback is released. Somebody may have met more than it says here.</p>"
    )


def _small() -> str:
    return number_words(FEWEST_PEOPLE).lower()
