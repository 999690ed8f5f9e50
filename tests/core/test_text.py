"""Text that people send is made fit to keep, and nothing readable is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.core.text import clean, clean_line, folded


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("satu\r\ndua\rtiga\u2028empat", "satu\ndua\ntiga\nempat"),
        ("nol\x00 dan \x1b[31m lonceng\x07", "nol dan [31m lonceng"),
        ("\ufeffawal", "awal"),
        ("separuh \ud83d surrogat", "separuh  surrogat"),
        ("ᬩᬤᬸᬂ 👩‍👩‍👧 tetap\tutuh", "ᬩᬤᬸᬂ 👩‍👩‍👧 tetap\tutuh"),
        (None, ""),
    ],
)
def test_only_what_no_database_holds_is_taken_out(sent, kept):
    assert clean(sent) == kept


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_can_be_stored_and_stays_as_it_is(text):
    kept = clean(text)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert clean(kept) == kept


def test_a_line_has_single_spaces_and_none_around():
    assert clean_line("  Bank \n Sampah\t Digital ") == "Bank Sampah Digital"


def test_titles_that_read_the_same_fold_to_the_same():
    assert folded("Bank  SAMPAH") == folded("bank sampah") == folded("Ｂank sampah")
    assert folded("Bank Sampah") != folded("Bank Sampah 2")
