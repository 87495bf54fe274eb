"""The form of a scenario: every field that the model has, in an author's words."""

from collections.abc import Mapping

from classroom.content_text import Body
from dialogue.cues import Cue
from evaluator.rubric import Rubric
from personas.persona import Persona
from webui.content_fields import ContentField, FieldGroup
from webui.words import event_words

MOST_TESTS = 4
"""Planned tests that the form has room for; more can be written as YAML."""
SCALE = tuple((str(step), f"{step} of 5") for step in range(1, 6))
BLANK: Body = {
    "difficulty": 2,
    "setting": "office",
    "turn_limit": 10,
    "minutes": 15,
    "success": [
        {"kind": "gates", "says": "No safety gate was raised."},
        {
            "kind": "level",
            "criterion": "empathy",
            "statistic": "mean",
            "at_least": 2,
            "says": "You met what the client felt: empathy 2 or more on average.",
        },
    ],
    "reflection": ["Which sentence of yours did the client take up?", "What did you not dare to say?"],
    "competencies": ["APA-Rel"],
    "contract": {"session_length": "Fifty minutes, once a week."},
}
"""What a new scenario begins with."""


def scenario_groups(cast: Mapping[str, Persona], rubric: Rubric, persona: str) -> tuple[FieldGroup, ...]:
    """Give the form; what can be chosen of a client is that of `persona`."""
    client = cast.get(persona)
    return (
        _moment(cast),
        _before(),
        _beginning(client),
        _strain(),
        _tests(client),
        _card(),
        _success(rubric),
    )


def _moment(cast: Mapping[str, Persona]) -> FieldGroup:
    clients = tuple((key, f"{one.card.name}, {one.card.age} ({key})") for key, one in cast.items())
    places = (("office", "In the office"), ("messages", "By message, outside the hour"))
    return FieldGroup(
        "The client and the moment",
        (
            ContentField("title", "Title", "A few words by which trainees find it in their list."),
            ContentField(
                "persona", "Client", "Who comes. Tests and memories below are this client's.", "choice", clients
            ),
            ContentField(
                "setting", "Where they meet", "Some lines of a client fit only one of the two.", "choice", places
            ),
            ContentField(
                "difficulty", "Difficulty", "1 is for a first session ever; 5 is hard for anybody.", "choice", SCALE
            ),
            ContentField("turn_limit", "Turns", "After so many trainee turns the session is over, 6 to 20.", "whole"),
            ContentField("minutes", "Minutes", "About how long it takes, for the trainee's plans, 5 to 60.", "whole"),
            ContentField(
                "objective",
                "Aim",
                "What the trainee is to do, in one sentence that begins with a verb.",
                "area",
                rows=2,
            ),
            ContentField("challenge", "What makes it hard", "What pulls away from the aim, here.", "area", rows=2),
        ),
    )


def _before() -> FieldGroup:
    return FieldGroup(
        "What the trainee reads before",
        (
            ContentField(
                "prebrief.situation",
                "Situation",
                "Who comes, why, and what happened before, in three to six sentences; nothing the client has not told.",
                "area",
                rows=5,
            ),
            ContentField("prebrief.learning_goal", "Learning goal", "What is different afterwards.", "area", rows=2),
            ContentField("prebrief.try_this", "Try this", "One to four concrete things, one a line.", "lines", rows=4),
            ContentField(
                "prebrief.content_note", "Content note", "Every kind of hard content that may come up.", "area", rows=2
            ),
        ),
    )


def _beginning(client: Persona | None) -> FieldGroup:
    memories = ", ".join(one.id for one in client.memories) if client else ""
    own = f" Of this client: {memories}." if memories else ""
    cues = tuple((cue.value, event_words(cue.value)) for cue in Cue)
    return FieldGroup(
        "How the client comes in",
        (
            ContentField("opening", "First words", "What the client says when the session begins.", "area", rows=3),
            ContentField("start.session", "Which session", "1 is the first; empty is 1.", "whole"),
            ContentField(
                "start.trust", "Trust", "Points, 0 to 100; empty is where this client starts by themself.", "number"
            ),
            ContentField("start.arousal", "Arousal", "0 is calm, 100 is overwhelmed; empty is 0.", "number"),
            ContentField(
                "start.told", "Already told", f"Ids of memories told in sessions not shown, one a line.{own}", "lines"
            ),
            ContentField("start.limits_kept", "Limits kept before", "How many, in sessions not shown.", "whole"),
            ContentField("start.limits_explained", "The limits of privacy were explained before", input="flag"),
            ContentField(
                "opening_cues",
                "What the first words offer",
                "A criterion is graded in turn 1 only where its cue is offered.",
                "many",
                cues,
            ),
        ),
    )


def _strain() -> FieldGroup:
    kinds = (("", "None"), ("withdrawal", "Withdrawal: moves away"), ("confrontation", "Confrontation: moves against"))
    return FieldGroup(
        "A rupture that is already open",
        (
            ContentField("start.rupture.kind", "Rupture", "How the client shows it.", "choice", kinds),
            ContentField("start.rupture.severity", "Severity", "1 is slight, 3 is severe.", "whole"),
            ContentField("start.rupture.lost", "Trust lost", "Points that it cost, 0 to 60.", "number"),
        ),
        short=True,
    )


def _tests(client: Persona | None) -> FieldGroup:
    known = tuple(one.id for one in client.tests) if client else ()
    fields = []
    for number in range(MOST_TESTS):
        fields += [
            ContentField(f"tests.{number}.test", f"Test {number + 1}", "Its id.", hints=known),
            ContentField(f"tests.{number}.turn", f"Test {number + 1}: after turn", "1 or later.", "whole"),
        ]
    named = f" {client.card.name} has {', '.join(known)}." if client else ""
    return FieldGroup(
        "Planned boundary tests",
        (*fields, ContentField("free_tests", "The client may bring other tests of their own too", input="flag")),
        says=f"Which test comes after which trainee turn; leave what you do not need empty.{named}",
        short=True,
    )


def _card() -> FieldGroup:
    rows = (
        ("agency", "Agency", "Its name and what it is; invented."),
        ("role", "The trainee's role", "What the trainee is here, and who supervises."),
        ("session_length", "Sessions", "How long and how often."),
        ("contact", "Contact", "How clients reach the agency between sessions."),
        ("after_hours", "After hours", "What there is at night and at weekends."),
        ("gifts_and_meetings", "Gifts and meetings", "What is taken, and what is not."),
        ("records", "Records", "What is written down, and who reads it."),
        ("emergencies", "Emergencies", "Whom to call, and when."),
    )
    fields = tuple(ContentField(f"contract.{key}", label, says, "area", rows=2) for key, label, says in rows)
    limits = ContentField(
        "contract.confidentiality_limits",
        "Limits of confidentiality",
        "When something must leave the room; two or more, one a line.",
        "lines",
        rows=4,
    )
    return FieldGroup("The agency's card, by which limits are graded", (*fields, limits))


def _success(rubric: Rubric) -> FieldGroup:
    criteria = tuple((one.id, one.name) for one in rubric.criteria)
    return FieldGroup(
        "What is practised, and when it went well",
        (
            ContentField(
                "skills", "Criteria", "What this practises most; shown where trainees choose.", "many", criteria
            ),
            ContentField(
                "success",
                "It goes well when",
                "Two or more conditions on what the trainee does, as YAML. Kinds: gates, level, acts, no_flags, "
                "repair, tests; copy a scenario that ships to see each of them.",
                "yaml",
                rows=14,
            ),
            ContentField("competencies", "Competencies", "Codes of your programme, one a line.", "lines", rows=2),
            ContentField("reflection", "Questions afterwards", "Two to four, one a line.", "lines", rows=4),
        ),
    )


def tidy_scenario(body: Body) -> Body:
    """Take out what a form leaves behind: tests without an id, a rupture of no kind, a start with nothing in it."""
    tests = [one for one in _entries(body.get("tests")) if not isinstance(one, dict) or any(one.values())]
    body = {**body, "tests": tests} if tests else {key: one for key, one in body.items() if key != "tests"}
    start = body.get("start")
    if isinstance(start, dict):
        rupture = start.get("rupture")
        if isinstance(rupture, dict) and not rupture.get("kind"):
            start = {key: one for key, one in start.items() if key != "rupture"}
        body = {**body, "start": start} if start else {key: one for key, one in body.items() if key != "start"}
    return body


def _entries(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
