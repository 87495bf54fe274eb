"""A list of what can be begun and of what was, from which one can be deleted."""

from abc import ABC, abstractmethod
from typing import Any

from webui.delete_panel import Delete, DeletePanel
from webui.markup import markup
from webui.views import View, Where


class BegunList(ABC):
    """The cards of a list, under the second step of deleting; each kind says what its cards and its question are."""

    def __init__(self, view: View, delete: Delete) -> None:
        """Make the list that `view` shows; `delete` removes one of those that were begun."""
        self._view = view
        self._deleting = DeletePanel(view, self.question, delete)

    @abstractmethod
    def cards_of(self, person: str) -> str:
        """Give the cards that a person sees, as markup."""

    @abstractmethod
    def question(self, person: str, run: str) -> str:
        """Say as markup which one is about to be deleted.

        Raises:
            LookupError: There is none of this id that is theirs.
        """

    def place(self) -> None:
        """Put the components on the page."""
        self._deleting.place()
        self.cards = markup("", elem_id=self._view.value)

    def wire(self, where: Any) -> None:
        """Connect the second step of deleting; the cards are links."""
        self._deleting.wire(where)

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.cards, *self._deleting.outputs()]

    def show(self, where: Where, person: str) -> dict[Any, Any]:
        """Fill the list for a person; where one is named, ask whether it is to be deleted."""
        return {self.cards: self.cards_of(person), **self._deleting.show(where, person)}
