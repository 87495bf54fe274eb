"""What a trainee does once grades are told: the report, another try at a turn, a word against it, a reflection."""

from dialogue.own_risk import speaks_of_own_risk
from evaluator.opinion import SecondOpinion
from practice.bounds import NOT_RELEASED
from practice.catalog import Catalog
from practice.counterfactual import Counterfactual, compare
from practice.disagreements import Part, shown_item
from practice.exchange import Company, run_exchange
from practice.held import HeldSessions
from practice.message import checked_message
from practice.place import Place, situation_at
from practice.progress import SessionSummary, over_time, summaries
from practice.report import SessionReport, report_on
from practice.second_opinion import SecondOpinions, panels_of, weighed
from practice.sessions import Exchange
from practice.shown import grades_as_shown, opinions_as_shown
from practice.store import Store

LARGEST_NOTE = 4_000
"""Characters of a disagreement, a reflection or a draft's tail; ours."""


class LookingBack:
    """The verbs of looking back. Each takes the person who asks, and finds only what is theirs.

    Every verb raises `RecordNotFound` for a session that is not this person's; nothing was changed then.
    """

    def __init__(
        self,
        catalog: Catalog,
        company: Company,
        store: Store,
        held: HeldSessions,
        second: SecondOpinions | None,
    ) -> None:
        self.catalog = catalog
        self.second = second
        self._company = company
        self._store = store
        self._held = held

    @property
    def judged_by(self) -> str | None:
        """Name who gives second opinions, for people to read; None where nobody does."""
        return self.second.asks if self.second else None

    @property
    def voiced_by(self) -> str | None:
        """Name the language model that words the client, for people to read; None for the embedded voice."""
        return self._company.voiced_by

    def report(self, person: str, session_id: str) -> SessionReport:
        """Give the report of a session.

        Raises:
            ValueError: The session is not over, or the trainee has not made the prediction yet.
        """
        place = self._held.place(person, session_id)
        if not place.session.status.over:
            raise ValueError("The session is still open: end it first, then the report is made.")
        if place.guess_missing:
            raise ValueError("First say how you think it went: the comparison is part of the report.")
        if place.withheld:
            raise ValueError(NOT_RELEASED)
        reflections = self.reflections(person, session_id)
        disagreements = self._store.disagreements.of_session(person, session_id)
        opinions = self._opinions(place)
        report = report_on(place, reflections, disagreements, opinions)
        return over_time(report, self.history(person))

    def try_another(self, person: str, session_id: str, turn: int, text: str) -> Counterfactual:
        """Show what another sentence would have done at a turn (1 is the first); nothing is kept.

        Raises:
            ValueError: The session is not over or not yet guessed, there is no such turn, or the sentence cannot
                be sent.
        """
        place = self._held.place(person, session_id)
        if not place.session.status.over:
            raise ValueError("End the session first: then any turn can be tried again.")
        if place.withheld:
            raise ValueError(NOT_RELEASED)
        if not place.grades_told:
            raise ValueError("Say first how it went: the grades beside a second try come after your own guess.")
        if not 1 <= turn <= len(place.exchanges):
            raise ValueError(f"There is no turn {turn}; choose one of 1 to {len(place.exchanges)}.")
        message = checked_message(text)
        if speaks_of_own_risk(message):
            raise ValueError("This is not run. If it is about you: please stop here and talk to someone you trust.")
        tried = run_exchange(
            situation_at(self._held.read(person, session_id), turn), message, self._held.company_of(place)
        )
        shown = grades_as_shown(tried.grades, place.bounds.criteria)
        return compare(self._heard(place), turn, tried.model_copy(update={"grades": shown}))

    def told_at(self, person: str, session_id: str, turn: int) -> Exchange:
        """Give one turn (1 is the first) with its grades and feedback, for whoever may see them by now.

        Raises:
            ValueError: There is no such turn, or the grades of a practice session are not to be seen yet.
        """
        place = self._held.place(person, session_id)
        if place.withheld:
            raise ValueError(NOT_RELEASED)
        if not place.grades_told:
            raise ValueError("In practice mode the grades come after the session and your own guess.")
        if not 1 <= turn <= len(place.exchanges):
            raise ValueError(f"There is no turn {turn}; choose one of 1 to {len(place.exchanges)}.")
        place = self._heard(place) if place.session.status.over else place
        return place.exchanges[turn - 1]

    def disagree(
        self, person: str, session_id: str, turn: int, criterion: str, reason: str, part: str = Part.GRADE
    ) -> None:
        """Keep the trainee's word against one item of feedback, with what was shown.

        Raises:
            ValueError: There is no such turn, item or criterion, it is not told yet, or no reason; nothing was kept.
        """
        exchange = self.told_at(person, session_id, turn)
        shown = shown_item(exchange, part, criterion, self._held.place(person, session_id).rubric)
        if not reason.strip():
            raise ValueError("Say in a few words why: it is kept with this turn and stands in the export.")
        self._store.disagreements.keep(person, exchange.id, shown, reason.strip()[:LARGEST_NOTE])

    def reflect(self, person: str, session_id: str, prompt: int, text: str) -> None:
        """Keep what the trainee wrote to a reflection prompt (0 is the first).

        Raises:
            ValueError: There is no such prompt; nothing was kept.
        """
        prompts = self._held.place(person, session_id).offer.scenario.reflection
        if not 0 <= prompt < len(prompts):
            raise ValueError(f"There is no prompt {prompt}; choose one of 0 to {len(prompts) - 1}.")
        self._store.reflect(person, session_id, prompt, text.strip()[:LARGEST_NOTE])

    def reflections(self, person: str, session_id: str) -> dict[int, str]:
        """Give what the trainee wrote to the reflection prompts, by number (0 is the first)."""
        return self._store.reflections(person, session_id)

    def places(self, person: str) -> list[Place]:
        """Give all sessions of a person that can still be read, newest first, as they are kept now."""
        return self._held.places(person)

    def history(self, person: str) -> tuple[SessionSummary, ...]:
        """Give a person's sessions in the scenarios that are still on offer, with headline scores, newest first."""
        return summaries(self.places(person))

    def _heard(self, place: Place) -> Place:
        """Give a session with grades as sure as the report shows them."""
        panels = panels_of(place.exchanges, self._opinions(place), place.rubric)
        return place.model_copy(update={"exchanges": weighed(place.exchanges, panels, place.rubric)})

    def _opinions(self, place: Place) -> dict[str, SecondOpinion]:
        kept = self.second.of_session(place.session.person, place.session.id) if self.second else {}
        return opinions_as_shown(kept, place.bounds.criteria)
