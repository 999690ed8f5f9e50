"""The policy of blind rounds: names that are covered, aliases by lot, files under neutral names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from award.entries.states import CopyFinding
from award.entries.visibility import (
    LETTERS,
    Seen,
    Veil,
    mentions,
    neutral_name,
    new_aliases,
    spellings,
    why_held,
)

NAMES = spellings(
    [
        "Dinas Kesehatan",
        "Dinkes",
        "Puskesmas Kuta I",
        "Puskesmas Kuta II",
        "dr. Wayan Contoh, S.Kes",
    ]
)
VEIL = Veil("K-07", NAMES, {})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Kami dari DINAS  kesehatan.", "Kami dari [disamarkan]."),
        ("Puskesmas Kuta II melayani", "[disamarkan] melayani"),
        ("oleh dr. Wayan Contoh, S.Kes dan Wayan Contoh", "oleh [disamarkan] dan [disamarkan]"),
        ("lihat dinkes.contoh.id", "lihat [disamarkan].contoh.id"),
        ("surel a.b@contoh.go.id ya", "surel [disamarkan] ya"),
        ("Dinas\nKesehatan", "[disamarkan]"),
        ("pendinkesan dan kesehatan", "pendinkesan dan kesehatan"),
        ("Dinas Kesehatannya", "Dinas Kesehatannya"),
    ],
)
def test_names_are_covered_wherever_they_stand_and_other_words_stay(
    app: Flask, written: str, read: str
) -> None:
    assert VEIL.masked(written) == read


def test_names_too_short_to_tell_are_not_covered() -> None:
    assert spellings(["Ng", "", "Dr. A"]) == ("Dr. A",)


def test_what_is_mentioned_is_listed_once_as_it_was_written() -> None:
    assert mentions(NAMES, "Dinkes, dinkes, DINKES dan Dinkes") == ["Dinkes", "dinkes", "DINKES"]


@given(st.integers(0, 400), st.integers(0, 60))
def test_aliases_are_all_different_and_none_is_taken(count: int, before: int) -> None:
    taken = new_aliases(before, [])
    drawn = new_aliases(count, taken)
    assert len({*drawn, *taken}) == count + before
    assert all(each[0] in LETTERS and each[1] == "-" and each[2:].isdecimal() for each in drawn)


def test_aliases_do_not_follow_the_order_of_entries() -> None:
    drawn = new_aliases(50, [])
    assert drawn != sorted(drawn)


def entry(**facts: Any) -> Any:
    names = {"id": "Dinas Kesehatan", "en": "Health Agency"}
    agency = SimpleNamespace(label="Dinkes", full_name=names)
    return SimpleNamespace(title="Posyandu Dinkes Keliling", agency=agency, **facts)


def test_without_a_veil_everything_is_seen() -> None:
    seen = Seen(entry())
    assert (seen.title, seen.entrant, seen.entrant_in_full["id"]) == (
        "Posyandu Dinkes Keliling",
        "Dinkes",
        "Dinas Kesehatan",
    )
    assert seen.matches("dinas posyandu")
    assert seen.matches("agency")


def test_under_a_veil_the_entrant_is_an_alias_and_cannot_be_searched_for(app: Flask) -> None:
    seen = Seen(entry(), VEIL)
    assert seen.title == "Posyandu [disamarkan] Keliling"
    assert seen.entrant == "Pengusul K-07"
    assert set(seen.entrant_in_full.values()) == {"Pengusul K-07"}
    assert seen.matches("keliling k-07")
    assert not seen.matches("dinkes")
    assert not seen.matches("kesehatan")


def document(**facts: Any) -> Any:
    made = {
        "id": 12,
        "key": "section:signifikansi",
        "kind": "pdf",
        "name": "Dinkes.pdf",
        "link": "",
    }
    return SimpleNamespace(**made | facts)


def test_a_file_is_called_after_what_it_proves() -> None:
    assert neutral_name("K-07", document()) == "K-07-signifikansi-12.pdf"


def test_links_and_files_without_a_clean_copy_are_held(app: Flask) -> None:
    link = VEIL.document(document(link="https://dinkes.contoh.id", sha256=""))
    assert (link.link, link.name) == ("", "Tautan")
    assert "tidak ditampilkan" in str(link.held)
    assert "masih disiapkan" in str(VEIL.document(document()).held)


def copy(finding: CopyFinding, held: bool) -> Any:
    return SimpleNamespace(finding=finding, held=held, size=5)


def test_an_organiser_may_give_out_what_was_held_and_hold_what_was_clean(app: Flask) -> None:
    assert why_held(copy(CopyFinding.NAMED, held=False)) is None
    assert "menyebut pengusul" in str(why_held(copy(CopyFinding.NAMED, held=True)))
    assert str(why_held(copy(CopyFinding.CLEAN, held=True))) == "Ditahan panitia."
