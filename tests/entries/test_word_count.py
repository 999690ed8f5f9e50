"""Words are counted by one rule: Unicode white space separates, nothing else."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.entries.word_count import count_words, excess

# The 25 characters with the property White_Space (Unicode, PropList.txt), which the script's
# \p{White_Space} names.
WHITE = (
    [chr(c) for c in range(0x09, 0x0E)]
    + [" ", "\x85", "\xa0", "\u1680"]
    + [chr(c) for c in range(0x2000, 0x200B)]
    + ["\u2028", "\u2029", "\u202f", "\u205f", "\u3000"]
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("sebelum-sesudah turun 40%", 3),
        ("👩‍👩‍👧 ᬩᬤᬸᬂ", 2),
        ("a\u200bb", 1),
        ("satu\u00a0dua\u3000tiga", 3),
    ],
)
def test_words_stand_between_white_space(text, words):
    assert count_words(text) == words


@given(st.lists(st.text(st.characters(exclude_characters=WHITE), min_size=1)), st.data())
def test_any_white_space_separates_and_nothing_else_does(words, data):
    gap = st.text(st.sampled_from(WHITE), min_size=1)
    text = "".join(word + data.draw(gap) for word in words)
    assert count_words(data.draw(st.text(st.sampled_from(WHITE))) + text) == len(words)


def test_white_space_is_what_unicode_says():
    assert len(WHITE) == 25
    everything = [chr(c) for c in range(0x110000) if count_words(f"a{chr(c)}b") == 2]
    assert everything == WHITE


def test_the_script_counts_by_the_same_property():
    script = (Path(__file__).parents[2] / "static/js/counter.js").read_text()
    assert re.search(r"const SPACES = /\\p\{White_Space\}\+/u;", script)
    assert "text.split(SPACES).filter(Boolean).length" in script


def test_excess_is_what_must_go():
    assert excess("satu dua tiga", 2) == 1
    assert excess("satu dua", 2) == 0
