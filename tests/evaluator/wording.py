"""Words that put a person down; feedback does without them."""

import re

BLAME = re.compile(
    r"\b(you (failed|fail|should have|shouldn't|should not|neglected|ignored|forgot to|must not|never)"
    r"|your (fault|mistake|failure|error)"
    r"|wrong|bad|poor|terrible|careless|lazy|unprofessional|incompetent|unacceptable|stupid|rude|cold of you"
    r"|shame on)\b",
    re.IGNORECASE,
)
