import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.errors import ConfigurationError
from nutgraf.validation.patterns import compile_pattern, is_safe

#: Patterns of which Python's engine takes time that grows with a power of the text.
SLOW = [
    "^(a+)+$",
    "^(a|a)*$",
    "^(a|ab)*$",
    "^a*a*$",
    "^(a{1,2})*$",
    "^(a*)*$",
    "^(ab?)*b$",
    "^(a?){20}a{20}$",
    "^[a-z]+[0-9a]*$",
    "^(a(b|c)*c)*$",
    "^(a|b*)+$",
    "a*b",
]
#: What the safe form does not cover, though some of it would be harmless.
OTHER = [
    "^a|b$",
    r"^\d+$",
    "^(?:a)$",
    "^[^a]*$",
    "^.*$",
    r"^a\$",
    "^x{2,1}$",
    "^[z-a]$",
    "^é$",
    "^($",
]
SAFE = [
    "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
    "^[0-9a-f]{64}$",
    r"^http://www\.wikidata\.org/entity/Q[1-9][0-9]*$",
    r"^(http://www\.wikidata\.org/entity/Q[1-9][0-9]*|https://w3id\.org/sssom/NoTermFound)$",
    "^a(b|c)*d?$",
    r"^\(a\)\\$",
]
PIECES = st.recursive(
    st.sampled_from(["a", "b", "ab", "[ab]", "[a-c]"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        ),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("pattern", [*SLOW, *OTHER])
def test_left_to_the_linear_engine(pattern: str) -> None:
    """A pattern that may be slow, or is not of the known form, is not given to Python."""
    assert not is_safe(pattern)


@pytest.mark.parametrize("pattern", SAFE)
def test_safe(pattern: str) -> None:
    """Patterns that leave one way to go on are safe."""
    assert is_safe(pattern)


@pytest.mark.parametrize("pattern", [*SLOW, *SAFE])
def test_never_slow(pattern: str) -> None:
    """No pattern takes more than moments over a text made to confuse it."""
    test = compile_pattern(pattern, "")
    start = time.process_time()
    for text in ("a" * 20_000 + "!", "ab" * 10_000 + "!", "en" + "-abcd" * 5_000 + "!"):
        test(text)
    assert time.process_time() - start < 2.0


@given(PIECES, st.text("abc", max_size=8))
@settings(max_examples=300, deadline=None)
def test_both_engines_agree(body: str, text: str) -> None:
    """Whichever engine a pattern runs on, it matches what the pattern says."""
    expected = re.fullmatch(body, text) is not None
    assert compile_pattern(f"^({body})$", "")(text) == expected


@given(PIECES)
@settings(max_examples=200, deadline=None)
def test_safe_patterns_are_linear(body: str) -> None:
    """A pattern taken for safe costs Python no more than a moment on a long near miss."""
    if is_safe(f"^{body}$"):
        match = re.compile(body + r"\Z").match
        start = time.process_time()
        for text in ("a" * 3_000 + "!", "b" * 3_000 + "!", "ab" * 1_500 + "!", "abc" * 1_000 + "!"):
            match(text)
        assert time.process_time() - start < 0.5


def test_whole_text() -> None:
    """An anchored pattern does not overlook a line end after the text."""
    assert not compile_pattern("^[0-9a-f]{2}$", "")("ab\n")
    assert not compile_pattern(r"^\w+$", "")("ab\n")


def test_flags() -> None:
    """Flags count, and a pattern without anchors is looked for anywhere."""
    assert compile_pattern("joh", "i")("x JOHN")
    assert not compile_pattern("joh", "")("x JOHN")


@pytest.mark.parametrize(("pattern", "flags"), [("(", ""), ("[z-a]", ""), ("a", "j")])
def test_malformed(pattern: str, flags: str) -> None:
    """A pattern or flag that cannot be is the shapes' fault, told when they are compiled."""
    with pytest.raises(ConfigurationError):
        compile_pattern(pattern, flags)
