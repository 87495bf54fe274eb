"""The form of a client: the card, and what they remember; everything else of a client is written as YAML."""

from classroom.content_text import Body
from personas.trust_profile import Facet
from webui.content_fields import ContentField, FieldGroup, Input, value_at
from webui.words import LAYERS

CARD: tuple[tuple[str, str, str, Input], ...] = (
    ("name", "Name", "First name and family name; invented.", "line"),
    ("age", "Age", "In years, 18 or more.", "whole"),
    ("pronouns", "Pronouns", "Such as she/her.", "line"),
    ("occupation", "Occupation", "What they do all day.", "line"),
    ("place", "Place", "Where they live.", "line"),
    ("summary", "In short", "One or two sentences that trainees read; nothing the client has not said.", "area"),
    ("presenting", "What they say they come for", "In their own words.", "area"),
    ("culture", "Culture", "Where they come from and what it gives them; context, never the trouble.", "area"),
    ("humble_question", "A question that opens it", "How a trainee could ask about culture with humility.", "area"),
    ("speech", "How they talk", "And how that changes when trust is real.", "area"),
    ("prior_helpers", "Helpers before", "What they learned to expect of them.", "area"),
    ("good_looks_like", "Good work looks like", "What a skilled trainee would do with this person.", "area"),
    ("expects_of_therapist", "Expects of you", "What they are waiting for, good or bad.", "area"),
    ("kept_going_by", "What keeps it going", "The circle that they are in.", "area"),
    ("humour", "Humour", "What they laugh about.", "area"),
    ("strengths", "Strengths", "Two or more, one a line.", "lines"),
    ("relationships", "Relationships", "Two or more, one a line; at least one of them good.", "lines"),
    ("content_note", "Content note", "Every kind of hard content that may come up.", "area"),
    ("review", "Review", "Who reviewed this card and when, or that it is still owed.", "area"),
)


def client_groups(body: Body) -> tuple[FieldGroup, ...]:
    """Give the form; it has as many memories as the client has."""
    card = tuple(ContentField(f"card.{key}", label, says, kind) for key, label, says, kind in CARD)
    memories = value_at(body, "memories")
    count = len(memories) if isinstance(memories, list) else 0
    return (
        FieldGroup("The card", card),
        *(_memory(number, body) for number in range(count)),
    )


def _memory(number: int, body: Body) -> FieldGroup:
    at = f"memories.{number}"
    layers = tuple((str(layer), f"{layer} · {words}") for layer, words in enumerate(LAYERS))
    facets = ", ".join(Facet)
    name, topic = value_at(body, f"{at}.id"), value_at(body, f"{at}.topic")
    return FieldGroup(
        f"Memory {name}: {topic}",
        (
            ContentField(f"{at}.topic", "Topic", "One word; lines of the same topic follow each other."),
            ContentField(f"{at}.layer", "Layer", "How much trust it takes before it is told.", "choice", layers),
            ContentField(
                f"{at}.fact", "What is so", "One sentence in the third person; no reply may contradict it.", "area"
            ),
            ContentField(
                f"{at}.marks",
                "Words that would give it away",
                "Lower case, one a line; no line below its layer may hold one.",
                "lines",
            ),
            ContentField(f"{at}.needs", "Needs besides", f"As YAML, such as safety: 40; of {facets}.", "yaml", rows=2),
            ContentField(
                f"{at}.safety_critical", "A direct and kind question about risk may open it early", input="flag"
            ),
        ),
        folded=True,
    )
