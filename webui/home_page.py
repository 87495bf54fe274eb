"""Home: what this is, a session to go on with, the scenarios to choose from; and the prebrief of one of them."""

from typing import Any

import gradio as gr

from practice.room import PracticeRoom
from practice.sessions import Mode
from webui.markup import markup, stowed
from webui.present_home import (
    WELCOME,
    fitting,
    offers,
    prebrief,
    prebrief_head,
    unfinished_card,
    what_is_recorded,
    where_it_goes,
)
from webui.toasts import EXPECTED, person_of, tell
from webui.views import View, Where, address
from webui.words import FAMILIES

MODE_CHOICES = [
    ("Coaching: grades and one suggestion beside the chat, after each turn", Mode.COACHING.value),
    ("Practice: no grades until the session is over", Mode.PRACTICE.value),
]


class HomePage:
    """The choice of a scenario."""

    def __init__(self, room: PracticeRoom, *, accounts: bool = False) -> None:
        self._room = room
        self._accounts = accounts

    def place(self) -> None:
        """Put the components on the page."""
        rubric, all_offers = self._room.catalog.rubric, self._room.catalog.offers.values()
        skills = sorted({skill for offer in all_offers for skill in offer.scenario.skills})
        levels = sorted({offer.scenario.difficulty for offer in all_offers})
        markup(WELCOME)
        self.unfinished = markup("", elem_id="unfinished")
        with gr.Row(elem_classes=["filters"]):
            self.family = gr.Dropdown(
                [("Any family", ""), *((name, family.value) for family, name in FAMILIES.items())],
                value="",
                label="Family of clients",
                filterable=False,
            )
            self.level = gr.Dropdown(
                [("Any difficulty", 0), *((f"Difficulty {level} of 5", level) for level in levels)],
                value=0,
                label="Difficulty",
                filterable=False,
            )
            self.skill = gr.Dropdown(
                [("Any skill", ""), *((rubric.criterion(skill).name, skill) for skill in skills)],
                value="",
                label="Skill practised",
                filterable=False,
            )
        self.cards = markup(offers(list(all_offers), rubric), elem_id="offers")
        markup(where_it_goes(self._room.judged_by, self._room.voiced_by, accounts=self._accounts))

    def wire(self, _where: Any) -> None:
        """Connect the filters."""
        filters = [self.family, self.level, self.skill]
        for chosen in filters:
            chosen.input(self.choose, filters, [self.cards], show_progress="hidden", api_visibility="private")

    def choose(self, family: str, level: int, skill: str) -> str:
        """Show the scenarios that fit the filters."""
        catalog = self._room.catalog
        return offers(fitting(catalog.offers.values(), family or "", int(level or 0), skill or ""), catalog.rubric)

    def show(self, _where: Where, person: str) -> dict[Any, Any]:
        """Fill the page for a person."""
        session = self._room.unfinished(person)
        if session is None:
            return {self.unfinished: ""}
        place = self._room.place(person, session.id)
        return {self.unfinished: unfinished_card(place.session, place.offer, len(place.exchanges))}

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.unfinished]


class PrebriefPage:
    """What a trainee reads before a session, and the choice of how to practise."""

    def __init__(self, room: PracticeRoom, *, accounts: bool = False) -> None:
        self._room = room
        self._accounts = accounts

    def place(self) -> None:
        """Put the components on the page."""
        self.scenario = stowed("Scenario", elem_id="scenario-id")
        with gr.Row(elem_classes=["prebrief"]):
            with gr.Column(scale=7, min_width=320):
                self.head = markup("")
                self.text = markup("")
            with gr.Column(scale=4, min_width=300, elem_classes=["aside"]):
                self.mode = gr.Radio(
                    MODE_CHOICES,
                    value=Mode.COACHING.value,
                    label="How do you want to practise?",
                    info="You can change this for the next session, not within one.",
                )
                markup(what_is_recorded(self._room.judged_by, self._room.voiced_by, accounts=self._accounts))
                self.begin = gr.Button("Begin the session", variant="primary", elem_id="begin")

    def wire(self, where: Any) -> None:
        """Connect the button."""
        self.begin.click(
            self.on_begin,
            [self.scenario, self.mode],
            [where],
            concurrency_limit=8,
            trigger_mode="once",
            api_visibility="private",
        )

    def on_begin(self, scenario: str, mode: str, request: gr.Request) -> Any:
        """Begin a session and go to it."""
        try:
            place = self._room.begin(person_of(request), scenario, Mode(mode))
        except EXPECTED as error:
            tell(error)
            return gr.skip()
        return address(Where(view=View.SESSION, session=place.session.id))

    def show(self, where: Where, _person: str) -> dict[Any, Any]:
        """Fill the page for a scenario.

        Raises:
            LookupError: There is no such scenario.
        """
        offer = self._room.catalog.offer(where.scenario)
        return {
            self.scenario: offer.scenario.id,
            self.head: prebrief_head(offer),
            self.text: prebrief(offer),
            self.mode: Mode.COACHING.value,
        }

    def outputs(self) -> list[Any]:
        """Give the components that `show` fills."""
        return [self.scenario, self.head, self.text, self.mode]
