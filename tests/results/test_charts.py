"""Charts stand in a page under a strict policy, on paper, and in words."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from award.results.charts import WIDTH, Chart, Mark, Row, draw, scale_of
from tests.guards.test_templates import INLINE

ROWS = (
    Row("1. Gelatik", "82,40", dot=82.4, ring=81.0, span=(79, 85)),
    Row("2. Subak", "80,10", dot=80.1, ring=82.0, span=(78, 83), specks=(79.0, 81.0)),
)
SVG = "{http://www.w3.org/2000/svg}"


def chart(**more):
    facts = {"rows": ROWS, "scale": scale_of([78, 85], "{:g}".format), "mark": Mark(80, "batas")}
    return Chart(**{"key": "nilai", "title": "Nilai", "told": "Gelatik unggul.", **facts, **more})


def parsed(**more):
    return ElementTree.fromstring(draw(chart(**more)))


def test_nothing_in_it_is_inline():
    drawn = draw(chart())

    assert [what for what, pattern in INLINE.items() if pattern.search(drawn)] == []


def test_it_is_a_picture_with_a_title_and_its_conclusion():
    root = parsed()

    named = root.get("aria-labelledby").split()
    texts = {each.get("id"): each.text for each in root if each.get("id")}
    assert root.get("role") == "img"
    assert [texts[name] for name in named] == ["Nilai", "Gelatik unggul."]


def test_what_people_wrote_stays_text():
    root = parsed(rows=[Row('<script>alert("x")</script> & co', dot=80)])

    assert root.find(f".//{SVG}script") is None
    assert any('<script>alert("x")</script>' in (each.text or "") for each in root.iter())


def test_it_is_as_wide_as_its_place_and_everything_lies_inside():
    root = parsed(rows=[Row("A", dot=60, span=(0, 200), ring=300)])

    assert root.get("width") is None
    assert root.get("viewBox").startswith(f"0 0 {WIDTH} ")
    places = [
        float(each.get(name)) for each in root for name in ("cx", "x1", "x2") if each.get(name)
    ]
    assert 0 <= min(places) <= max(places) <= WIDTH


def test_a_long_label_leaves_room_for_the_value():
    root = parsed(rows=[Row("Sistem Jemput Bola Pelayanan Adminduk Terpadu di Desa", "82,40")])

    label = next(each.text for each in root if each.get("class") == "chart-ink")
    assert label.endswith("…")
    assert len(label) < 50


def test_the_line_that_matters_is_drawn_between_rows_with_its_word():
    root = parsed(cut=(1, "1 terbaik"))

    dots = [float(each.get("cy")) for each in root if each.get("class") == "chart-dot"]
    lines = [
        float(each.get("y1"))
        for each in root
        if each.get("class") == "chart-mark" and each.get("y1") == each.get("y2")
    ]
    assert dots[0] < lines[0] < dots[1]
    assert "1 terbaik" in [each.text for each in root]


@pytest.mark.parametrize("values", [[0.0], [3.2, 3.2], [-6.1, 4.0], [0.001, 0.004], [1, 5000]])
def test_a_scale_holds_its_values_on_a_few_round_ticks(values):
    scale = scale_of(values, str)

    assert scale.low <= min(values) <= max(values) <= scale.high
    assert 2 <= len(scale.ticks) <= 9


def test_it_prints_with_its_words():
    page = f"<html><body><main>{draw(chart(cut=(1, 'Garis batas')))}</main></body></html>"

    printed = PdfReader(io.BytesIO(HTML(string=page).write_pdf())).pages[0].extract_text()

    for word in ("1. Gelatik", "82,40", "batas", "Garis batas", "84"):
        assert word in printed
