import time

import pytest

from dialogue.content import ContentError, load_content
from dialogue.patterns import CompiledPattern, Pattern, PatternFile, load_patterns, pattern_paths
from dialogue.sentences import split_sentences
from evaluator.fit.exchanges import load_exchanges

ALL = [(about, each) for about in ("trainee", "client", "self") for each in load_patterns(about).all]
NAMES = [f"{about}-{each.pattern.name}" for about, each in ALL]


def matches(text, **fields):
    (sentence,) = split_sentences(text)
    return CompiledPattern(Pattern(name="tried", **fields), {}, "tried.yaml").matches(sentence)


@pytest.mark.parametrize("path", pattern_paths(), ids=lambda path: path.stem)
def test_every_pattern_file_loads(path):
    file = load_content(path, PatternFile)
    assert file.about in {"trainee", "client", "self"}
    assert file.patterns


def test_a_denial_before_the_words_in_their_clause_keeps_a_pattern_from_matching():
    fields = {"any": (r"\bmy number\b",), "unless": (r"\bdon't\b",)}
    assert not matches("I don't give out my number.", **fields)
    assert matches("Here's my number, just don't mention it.", **fields)


def test_a_denial_in_another_clause_does_not_count():
    assert matches("I don't do this often, but take my number.", any=(r"\bmy number\b",), unless=(r"\bdon't\b",))


def test_quoted_words_count_only_where_the_pattern_says_so():
    words = 'You said "here is my number" to him.'
    assert not matches(words, any=(r"\bmy number\b",))
    assert matches(words, any=(r"\bmy number\b",), quoted=True)


def test_a_rule_alone_must_decide_something():
    with pytest.raises(ValueError, match="rule_only does nothing"):
        Pattern(name="tried", any=("a",), rule_only=True)


def test_a_rule_alone_is_no_feature_of_the_weights():
    patterns = load_patterns("trainee")
    assert "blames_plainly" in {each.pattern.name for each in patterns.all}
    assert "blames_plainly" not in patterns.names


def test_an_expression_with_lookaround_is_refused_by_name():
    with pytest.raises(ContentError, match="tried"):
        CompiledPattern(Pattern(name="tried", any=(r"(?=a)b",)), {}, "tried.yaml")


@pytest.mark.parametrize(("about", "compiled"), ALL, ids=NAMES)
def test_eight_thousand_letters_that_nearly_match_take_no_time(about, compiled):
    seeds = [
        "i promise you i will not tell any",
        "you should have ",
        "i want to be ",
        "here's my ",
        "are you thinking of killing ",
    ]
    sentences = [sentence for seed in seeds for sentence in split_sentences((seed * 400)[:8000])]
    share = len(seeds)
    started = time.perf_counter()
    for sentence in sentences:
        compiled.matches(sentence)
    assert (time.perf_counter() - started) / share < 0.05


@pytest.mark.parametrize("about", ["trainee", "client", "self"])
def test_one_glance_loses_no_pattern(about):
    patterns = load_patterns(about)
    said = [text for one in load_exchanges()[::25] for text in (one.client, one.trainee)]
    said += ["", "?", "ß, İ and ﬁ", "I DON'T GIVE MY NUMBER OUT", "She said “call me”, and I’d call."]
    for sentence in (sentence for text in said for sentence in split_sentences(text)):
        held = tuple(at for at, each in enumerate(patterns.all) if each.matches(sentence))
        assert patterns.matching(sentence) == held, sentence
