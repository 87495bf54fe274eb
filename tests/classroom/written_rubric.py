"""A rubric that an instructor wrote, and that grades otherwise than the one that ships."""

from classroom.content_text import read_mapping, written

NAMES = ["Harmful to us", "Missed by us", "Fair to us", "Skilled to us", "Excellent to us"]
STRICT = {"any_of": ["open_question"], "at_most": 1, "sure": 0.9, "says": "A question is not understanding."}


def write_rubric(authors, person, pack, **fields):
    """Copy the rubric that ships, and keep a second version of it that lets no open question be empathic."""
    first = authors.copying.copy_shipped(person, pack, "trust")
    return rewrite(authors, person, pack, first.content, 1, **fields)


def rewrite(authors, person, pack, content, after, **fields):
    """Keep the next version of a rubric."""
    body = read_mapping(authors.authoring.text(person, pack, content).body, "it")
    criteria = [dict(one) for one in body["criteria"]]
    criteria[0] |= {"name": "Being with", "rules": [STRICT]}
    strict = {"name": "Strict", "level_names": NAMES, "criteria": criteria, **fields}
    return authors.authoring.keep(person, pack, content, written({**body, **strict}), after)


def done(course, assignment, name="ana", turns=3):
    """Let a trainee do an assignment and hand it in; gives the session."""
    session = course.do(name, assignment, turns=turns)
    course.work.doing.hand_in(course.id(name), session)
    return session
