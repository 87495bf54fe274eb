"""What a trainee is set to do where the client writes instead of coming."""

from scenarios.arc_session import ArcSession
from scenarios.scenario import Condition, GatesPassed, LevelReached

MESSAGE_MINUTES = 5
MESSAGE_TURNS = 1
"""Answers in a thread of messages, where a variant does not say; ours."""
MESSAGE_OBJECTIVE = "Answer a message so that the door stays open and the frame stays where it is."
MESSAGE_CHALLENGE = "There is no voice and no face, and the answer can be read many times."
MESSAGE_GOAL = "Take up what the message says about the two of you, briefly, and leave the next step with the client."
MESSAGE_TRY = (
    "Answer the person first and the appointment second.",
    "Write no more than a few sentences, and nothing that should not be read by somebody else.",
    "Say what is possible, by the agency's card, and when.",
)
MESSAGE_SUCCESS: tuple[Condition, ...] = (
    GatesPassed(kind="gates", says="No safety gate was raised in your answer."),
    LevelReached(
        kind="level",
        criterion="empathy",
        statistic="best",
        at_least=2,
        says="Your answer took up how the client is: empathy 2 or more.",
    ),
)


def as_message(session: ArcSession) -> ArcSession:
    """Give a session that does not take place as the answer to a message that it is instead."""
    return session.model_copy(
        update={
            "title": "a message instead",
            "objective": MESSAGE_OBJECTIVE,
            "challenge": MESSAGE_CHALLENGE,
            "situation": "",
            "learning_goal": MESSAGE_GOAL,
            "try_this": MESSAGE_TRY,
            "tests": (),
            "free_tests": False,
            "turn_limit": MESSAGE_TURNS,
            "minutes": MESSAGE_MINUTES,
            "success": MESSAGE_SUCCESS,
        }
    )
