"""In which order winners are called up, and how what is printed is read aloud."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from award.certificates.ceremony import frame
from award.certificates.ceremony.course import Honour, course
from award.certificates.ceremony.spoken import aloud, number


def honour(place: str, name: str = "Dinas", category: str = "Digital") -> Honour:
    return Honour(f"entry:{category}-{place}-{name}", category, place, name, "Judul")


def called(*honours: Honour, **more: object) -> list[str]:
    """Places in the order of their steps."""
    (part,) = course(["Digital"], honours, **more)  # type: ignore[arg-type]
    return [step.place for step in part.steps]


def test_the_best_comes_last_and_runners_up_come_first() -> None:
    found = called(honour("juara_1"), honour("harapan_1"), honour("juara_3"), honour("juara_2"))
    assert found == ["harapan_1", "juara_3", "juara_2", "juara_1"]


def test_categories_come_in_their_order_also_those_without_winners() -> None:
    parts = course(["Hijau", "Kosong", "Digital"], [honour("juara_1")])
    assert [part.category for part in parts] == ["Hijau", "Kosong", "Digital"]
    assert [len(part.steps) for part in parts] == [0, 0, 1]


def test_several_share_a_place_in_one_step_by_name() -> None:
    (part,) = course(["Digital"], [honour("juara_1", "Zeta"), honour("juara_1", "alfa")])
    (step,) = part.steps
    assert step.shared
    assert [each.name for each in step.honours] == ["alfa", "Zeta"]


def test_a_place_that_nobody_holds_stays_empty_where_a_lower_one_was_awarded() -> None:
    (part,) = course(["Digital"], [honour("juara_1"), honour("juara_3"), honour("harapan_2")])
    assert [(step.place, len(step.honours)) for step in part.steps] == [
        ("harapan_2", 1),
        ("juara_3", 1),
        ("juara_2", 0),
        ("juara_1", 1),
    ]
    assert called(honour("juara_1")) == ["juara_1"]


def test_nobody_is_called_up_who_was_taken_out() -> None:
    gone = honour("juara_3")
    assert called(honour("juara_1"), gone, excluded={gone.subject}) == ["juara_1"]
    assert called(gone, excluded={gone.subject}) == []


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("Juara Harapan III", "Juara Harapan tiga"),
        ("RSUD Mangusada", "R-S-U-D Mangusada"),
        ("SIPANDU 24 Jam", "SIPANDU dua puluh empat Jam"),
        ("Pasar Bersih & Aman", "Pasar Bersih dan Aman"),
        ("Prof. Dr. Ir. I Made Contoh, M.T.", "Profesor Doktor Insinyur I Made Contoh"),
        ("dr. Ni Luh Contoh, Sp.PK.", "dokter Ni Luh Contoh"),
        ("I Wayan Contoh", "I Wayan Contoh"),
        ("UPTD Puskesmas Kuta II", "U-P-T-D Puskesmas Kuta dua"),
        ("“Gelatik”: Langsung, Angkut", "“Gelatik”: Langsung, Angkut"),
        ("Tahun 2026", "Tahun dua ribu dua puluh enam"),
        ("Nomor 188/0412/HK/2026", "Nomor 188/0412/HK/2026"),
        ("", ""),
    ],
)
def test_what_is_printed_is_read_as_people_say_it(printed: str, spoken: str) -> None:
    assert aloud(printed) == spoken


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (15, "lima belas"),
        (100, "seratus"),
        (110, "seratus sepuluh"),
        (1001, "seribu satu"),
        (9999, "sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_numbers_are_said_in_words(value: int, words: str) -> None:
    assert number(value) == words


def test_the_frame_takes_the_colours_chosen_and_stays_on_the_slide() -> None:
    drawing = ElementTree.fromstring(frame.svg({"accent": "#123456"}))
    inks = [path.get("stroke") or path.get("fill") for path in drawing]
    assert inks.count("#123456") == 5
    assert set(inks) == {"#123456", "#c9a227"}
    (inner,) = (path.get("d", "") for path in drawing if path.get("stroke-width") == ".5")
    points = [tuple(map(float, pair.split())) for pair in inner[1:-1].split("L")]
    assert all(0 < x < frame.WIDTH and 0 < y < frame.HEIGHT for x, y in points)
    mirrored = {(round(frame.WIDTH - x, 2), y) for x, y in points}
    assert mirrored == {(round(x, 2), y) for x, y in points}
