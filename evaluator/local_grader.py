"""Grades an exchange on this machine: the reading of the turn, and the rules of the rubric."""

from dialogue.reading import Reading
from dialogue.turns import ExchangeText
from evaluator.criterion_rules import grade_criterion
from evaluator.evidence import Evidence
from evaluator.gates import raised_gates
from evaluator.grades import ExchangeGrades, GraderStamp
from evaluator.rubric import Rubric

NAME = "local"


class LocalGrader:
    """The embedded grader: needs no key and no network, and gives the same grade for the same reading."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def grade_exchange(self, exchange: ExchangeText, reading: Reading) -> ExchangeGrades:
        """Grade the trainee's turn on every criterion of the rubric; never raises."""
        evidence = Evidence(exchange, reading)
        return ExchangeGrades(
            criteria=tuple(grade_criterion(criterion, evidence, self.rubric) for criterion in self.rubric.criteria),
            flags=tuple(dict.fromkeys(spotted.flag for spotted in evidence.flags)),
            gates=raised_gates(self.rubric, exchange, evidence),
            acts=evidence.acts,
            cues=evidence.cues,
            grader=GraderStamp(
                name=NAME,
                rubric=self.rubric.id,
                rubric_version=self.rubric.version,
                weights_version=str(reading.weights_version),
            ),
        )
