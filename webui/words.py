"""The words that a trainee reads for what the program calls by an id."""

from personas.persona import Family
from practice.sessions import Mode, Status
from practice.success import Verdict

FAMILIES = {
    Family.TRAUMA: "Trauma",
    Family.CULTURE: "Cultural difference",
    Family.BROKEN_TRUST: "Broken trust",
}
MODES = {Mode.COACHING: "Coaching", Mode.PRACTICE: "Practice", Mode.ASSESSMENT: "Assessment"}
STATUSES = {
    Status.ACTIVE: "Open",
    Status.PAUSED: "Paused",
    Status.ENDED: "Finished",
    Status.CLIENT_LEFT: "The client left",
    Status.STOPPED: "Stopped",
}
LAYERS = (
    "Surface: small talk and facts",
    "The problem as they would put it",
    "What it feels like",
    "What is seldom said",
    "What nobody has been told",
)
"""What a client's layer 0–4 means, for the trust curve."""
KINDS = {
    "strength": "What worked",
    "change": "One thing to change",
    "alternative": "One of several ways to say it",
}
UNUSUAL = {
    "abrupt_referral": "an abrupt handing over",
    "adequate": "an adequate answer",
    "advice": "advice before it was asked for",
    "asks_about_safety": "asking directly about safety",
    "asks_about_suicide": "asking directly about suicide",
    "asks_permission": "asking permission first",
    "asks_safe_contact": "asking which contact is safe",
    "avoided_risk": "a sign of danger that was not asked about",
    "barrage": "one more question, with nothing taken up",
    "breach": "telling, or threatening to tell, what the client said",
    "brief_disclosure": "a brief word about yourself that came back to the client",
    "claimed_sameness": "saying that you know just how it feels",
    "coercion": "overriding the client, or making help conditional",
    "colour_blind": "saying that difference does not matter",
    "complex_reflection": "a reflection of meaning",
    "crossing": "giving way without thinking it over together",
    "cultural_humility": "taking up culture with humility",
    "defensive": "defending yourself",
    "empathy_exemplary": "a reflection that reached what was implied",
    "empathy_skilled": "a skilled reflection of feeling and meaning",
    "empathy_too_early": "a deep reflection, sooner than the client was ready for",
    "explores_meaning": "asking what a request means",
    "explores_strain": "inviting the client to say what went wrong",
    "forgets_detail": "forgetting what the client had told you",
    "frame_break": "speaking to the software instead of the client",
    "grounding": "helping the client find their feet",
    "grounding_as_silencing": "calming that pushed a feeling away",
    "hollow": "words once more that could be said to anybody",
    "hostility": "mocking or insulting words",
    "judgment": "judging or blaming",
    "limits_of_confidentiality": "saying plainly what stays private and what does not",
    "long_disclosure": "a long word about yourself",
    "makes_promise": "a promise that can be kept",
    "minimising": "making it smaller than it is",
    "missed_culture": "a cultural opening that was not taken up",
    "names_strain": "naming the strain between you",
    "nondefensive": "taking criticism without defence",
    "nonsense": "words that could not be understood",
    "offers_choice": "offering choice and pace",
    "over_apology": "an apology that the client had to answer",
    "platitude": "a set phrase",
    "presses_for_detail": "pressing for painful detail",
    "pushes_to_leave": "urging the client to leave somebody",
    "remembers_detail": "remembering what the client had told you",
    "renegotiates": "making a new agreement",
    "rescue_promise": "a promise nobody can keep",
    "rigid_limit": "a limit used as a wall",
    "scope_overreach": "advice beyond your role",
    "secrecy_promise": "a promise of absolute secrecy",
    "session_left_aroused": "the session ended while the client was far from calm",
    "short_following": "a short word that stayed with the client",
    "simple_reflection": "a plain reflection",
    "stereotype": "a stereotype",
    "takes_responsibility": "owning your part",
    "trainee_status": "saying plainly that you are in training",
    "trigger": "something that touched an old alarm",
    "unclear_limit": "a limit that was only hinted at",
    "unmet_test": "a request that was left without an answer",
    "validates_distrust": "making sense of distrust itself",
    "validates_strain": "making sense of the strain",
    "validation": "saying that the feeling makes sense",
    "violation": "crossing a line that harms",
    "warm_limit": "a limit held with care",
    "warm_referral": "a referral made with care",
}
"""Acts and events whose id does not read as plain words."""


def event_words(event: str) -> str:
    """Name an act or event in plain words."""
    return UNUSUAL.get(event, event.replace("_", " "))


def verdict_word(verdict: Verdict) -> str:
    """Say whether a condition was met."""
    return {True: "Met", False: "Not met", None: "No occasion"}[verdict.met]


def level_name(value: float | None, names: tuple[str, ...]) -> str:
    """Name the level nearest to a value on 0–4; halves count upward."""
    return "Not observed" if value is None else names[min(4, int(value + 0.5))]


def mean_words(value: float | None) -> str:
    """Write a mean level, 0–4, with one decimal."""
    return "–" if value is None else f"{value:.1f}"
