"""Gives the report of somebody else's session, as it is kept: nothing is answered, graded or changed by looking."""

from practice.bounds import BoundsOf, graded_by, held_on
from practice.catalog import Catalog
from practice.disagreements import Disagreement
from practice.opinion_store import OpinionStore
from practice.place import Place
from practice.report import SessionReport, report_on
from practice.store import Store


class Transcripts:
    """Reads sessions of others for the verbs of review, which have asked for the right before."""

    def __init__(self, catalog: Catalog, store: Store, opinions: OpinionStore, bounds: BoundsOf) -> None:
        self._catalog = catalog
        self._store = store
        self._opinions = opinions
        self._bounds = bounds

    def place(self, owner: str, session: str) -> Place:
        """Give where a session stands, without the half-typed message that was never sent.

        Raises:
            LookupError: Its scenario is neither kept with an assignment nor on offer.
        """
        kept = self._store.session(owner, session).model_copy(update={"draft": ""})
        bounds = self._bounds(session)
        offer = held_on(kept, bounds, self._catalog)
        exchanges = self._store.exchanges(owner, session)
        rubric = graded_by(exchanges, bounds, self._catalog.rubric)
        return Place(session=kept, offer=offer, exchanges=exchanges, bounds=bounds, rubric=rubric)

    def report(self, owner: str, session: str, alias: str | None = None) -> SessionReport:
        """Give the report of a session as it stands now, also of one that is not over or not guessed yet.

        Args:
            owner: Whose session it is.
            session: Its id.
            alias: What stands in place of the owner's id, where names are hidden.

        Raises:
            LookupError: Its scenario is neither kept with an assignment nor on offer.
        """
        place = self.place(owner, session)
        if alias is not None:
            place = place.model_copy(update={"session": place.session.model_copy(update={"person": alias})})
        return report_on(
            place,
            self._store.reflections(owner, session),
            self._disagreements(owner, session, alias),
            self._opinions.of_session(owner, session),
        )

    def _disagreements(self, owner: str, session: str, alias: str | None) -> dict[str, tuple[Disagreement, ...]]:
        found = self._store.disagreements.of_session(owner, session)
        if alias is None:
            return found
        hidden = {"person": alias}
        return {key: tuple(one.model_copy(update=hidden) for one in said) for key, said in found.items()}
