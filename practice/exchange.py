"""One exchange, whole: START READING HERE.

The trainee's words are read, trust moves, a reply is planned and spoken, and the exchange is graded. Everything comes
in as an argument, so the same moment and words always give the same outcome: trying another sentence is exact.
"""

from dialogue.cues import Cue
from dialogue.reader import Reader
from dialogue.record import Record
from dialogue.turns import ExchangeText, Speaker, Turn
from evaluator.feedback import Coach
from evaluator.grader import Grader
from evaluator.grades import ExchangeGrades, Feedback
from evaluator.local_grader import LocalGrader
from evaluator.rubric import Rubric
from personas.calls import Moment
from personas.learned_voices import LearnedVoices
from personas.persona import Persona
from personas.plan import plan_reply
from personas.state import ClientState
from personas.trust import update_trust
from personas.trust_table import TrustTable
from personas.voice import Hear, Voice, after_speaking
from practice.sessions import Outcome
from practice.story import Story, told_by

MOST_RUBRICS = 12
"""Of which a grader and a coach are held; ours."""


class Company:
    """Who takes part in an exchange besides the trainee: the reader, the voice, the grader, the coach."""

    voiced_by: str | None = None
    """The language model that words the client, for people to read; None for the embedded voice."""
    learned: LearnedVoices | None = None
    """Speaks for clients that do not ship; without it everybody has the one voice."""

    def __init__(self, reader: Reader, voice: Voice, grader: Grader, coach: Coach, table: TrustTable) -> None:
        self.reader = reader
        self.voice = voice
        self.grader = grader
        self.coach = coach
        self.table = table
        self._under: dict[tuple[str, int], Company] = {}

    def under(self, rubric: Rubric) -> "Company":
        """Give the same company with a grader and a coach that go by another rubric; a version of one never changes."""
        key = (rubric.id, rubric.version)
        if key not in self._under:
            if len(self._under) >= MOST_RUBRICS:
                self._under = {}
            grader = LocalGrader(rubric)
            coach = self.coach.under(grader, rubric)
            company = Company(self.reader, self.voice, grader, coach, self.table)
            company.voiced_by, company.learned = self.voiced_by, self.learned
            self._under[key] = company
        return self._under[key]

    def voice_of(self, persona: Persona) -> Voice:
        """Give the voice that knows this client's lines."""
        return (self.learned and self.learned.voice_of(persona)) or self.voice


class Situation(Record):
    """The moment before the trainee speaks."""

    persona: Persona
    state: ClientState
    client: str
    """The client's last words."""
    cues: tuple[Cue, ...]
    """What those words offer."""
    history: tuple[Turn, ...]
    moment: Moment
    good_reply: str | None = None
    """One of several good answers to the client's last words, by their author."""
    told: tuple[Feedback | None, ...] = ()
    """What was said about the earlier turns of the session, turn 1 first."""
    story: Story | None = None
    """The treatment's own words for this session; None for a session that stands alone."""


class Graded(Record):
    """The grades of one exchange, and what to say about it."""

    grades: ExchangeGrades
    feedback: Feedback


class Result(Graded):
    """What one exchange did, and its grades."""

    outcome: Outcome


def run_exchange(situation: Situation, trainee: str, company: Company) -> Result:
    """Run one exchange: the client answers, then it is graded.

    Raises:
        LanguageModelError: The voice could not answer; nothing happened.
    """
    outcome = answer_exchange(situation, trainee, company)
    graded = grade_exchange(situation, outcome, company)
    return Result(outcome=outcome, grades=graded.grades, feedback=graded.feedback)


def answer_exchange(situation: Situation, trainee: str, company: Company, hear: Hear | None = None) -> Outcome:
    """Read the trainee's words, move trust, plan the reply and speak it; `hear` is given the words while they come.

    Raises:
        LanguageModelError: The voice could not answer; nothing happened.
    """
    reading = company.reader.read_turn(as_text(situation, trainee))
    change = update_trust(situation.state, reading, situation.persona, company.table)
    plan = plan_reply(change, reading, situation.persona, situation.moment, company.table)
    said = Turn(speaker=Speaker.CLIENT, text=situation.client)
    spoken = company.voice_of(situation.persona).speak(plan, (*situation.history, said), hear)
    spoken = told_by(situation.story, spoken, plan, change)
    after = after_speaking(change.after, plan, spoken)
    return Outcome(reading=reading, change=change, plan=plan, spoken=spoken, after=after)


def grade_exchange(situation: Situation, outcome: Outcome, company: Company) -> Graded:
    """Grade an exchange that was answered, and find what to say about it; this never fails."""
    text = as_text(situation, outcome.reading.text)
    grades = company.grader.grade_exchange(text, outcome.reading)
    return Graded(grades=grades, feedback=company.coach.feedback(text, grades, situation.good_reply, situation.told))


def as_text(situation: Situation, trainee: str) -> ExchangeText:
    """Give the two turns as a reader and a grader see them."""
    return ExchangeText(client=situation.client, trainee=trainee, history=situation.history, cues=situation.cues)
