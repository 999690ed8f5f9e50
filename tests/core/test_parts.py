"""The parts that every page is made of: forms, tables of facts, phases, pages of a list."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from award.core.choices import options
from award.core.forms import Form


class Sample(Form):
    """One field of each kind."""

    title = StringField("Judul", [InputRequired()], description="Paling banyak 20 kata.")
    summary = TextAreaField("Ringkasan", [Optional()])
    started = DateField("Mulai", [InputRequired()])
    budget = IntegerField("Anggaran", [Optional(), NumberRange(0, 10)])
    kind = SelectField("Jenis", choices=options([("a", "Digital"), ("b", "Lainnya")]))
    level = RadioField("Tingkat", choices=options([("1", "Satu"), ("2", "Dua")]))
    goals = SelectMultipleField(
        "Tujuan",
        choices=options([("1", "Satu"), ("2", "Dua")]),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    agreed = BooleanField("Setuju", [InputRequired("Nyatakan dahulu.")])
    proof = FileField("Bukti")
    version = HiddenField()


def shown(app: Flask, source: str, **facts: Any) -> BeautifulSoup:
    imports = """
      {% from "_macros/forms.html" import field, error_summary, counter, submit, post_button %}
      {% from "_macros/page.html" import facts, timeline, pages, badge, progress, head, empty %}
    """
    with app.test_request_context("/"):
        return BeautifulSoup(render_template_string(imports + source, **facts), "html.parser")


def form_with(app: Flask, data: dict[str, Any] | None = None, kind: type[Form] = Sample) -> Form:
    with app.test_request_context("/"):
        form = kind(MultiDict(data) if data is not None else None, meta={"csrf": False})
        if data is not None:
            form.validate()
        return form


ALL = "{% for f in form %}{{ field(f) }}{% endfor %}"


def test_every_control_has_a_label(app):
    soup = shown(app, ALL, form=form_with(app))
    for control in soup.select("input:not([type=hidden]), select, textarea"):
        assert soup.select(f'label[for="{control["id"]}"]'), control


def test_a_list_of_choices_is_a_group_with_its_question(app):
    soup = shown(app, ALL, form=form_with(app))
    asked = {group.legend.get_text(strip=True) for group in soup.select("fieldset")}
    assert asked == {"Tingkat", "Tujuan"}
    assert len(soup.select("fieldset#goals input[type=checkbox]")) == 2


def test_options_stand_under_the_heading_of_their_group(app):
    class Grouped(Form):
        about = SelectField(
            "Usulan", choices=[*options([("", "Pilih")]), *options([("a", "A")], "Satu")]
        )

    soup = shown(app, ALL, form=form_with(app, kind=Grouped))
    assert [each["label"] for each in soup.select("optgroup")] == ["Satu"]
    assert [each.text for each in soup.select("optgroup option")] == ["A"]
    assert [each.text for each in soup.select("select > option")] == ["Pilih"]


def test_what_may_be_left_empty_says_so(app):
    soup = shown(app, ALL, form=form_with(app))
    assert "(tidak wajib)" in soup.select_one("label[for=summary]").text
    assert "(tidak wajib)" not in soup.select_one("label[for=title]").text


def test_help_and_errors_are_tied_to_their_control(app):
    soup = shown(app, ALL, form=form_with(app, {"kind": "a", "level": "1", "title": ""}))
    title = soup.select_one("#title")
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"] == "title-help title-error"
    assert soup.select_one("#title-help").text == "Paling banyak 20 kata."
    assert soup.select_one("#title-error").get_text(strip=True) == "Bagian ini wajib diisi."
    assert "aria-invalid" not in soup.select_one("#kind").attrs


def test_the_summary_leads_to_every_error_in_order(app):
    form = form_with(app, {"budget": "11", "kind": "c", "started": "2026-02-30"})
    soup = shown(app, "{{ error_summary(form) }}" + ALL, form=form)
    summary = soup.select_one("[role=alert]")
    assert [link["href"] for link in summary.select("a")] == [
        "#title",
        "#started",
        "#budget",
        "#kind",
        "#level",
        "#agreed",
    ]
    assert all(soup.select(link["href"]) for link in summary.select("a"))


def test_wtforms_speaks_indonesian(app):
    data = {"title": "x", "budget": "11", "kind": "c", "level": "3", "started": "2026-02-30"}
    errors = form_with(app, data).errors
    assert errors["budget"] == ["Angka antara 0 dan 10."]
    assert errors["kind"] == errors["level"] == ["Pilih salah satu yang tersedia."]
    assert errors["started"] == ["Tulis tanggal yang ada di kalender."]


def test_a_form_without_errors_has_no_summary(app):
    data = {
        "title": "x",
        "started": "2026-01-01",
        "kind": "a",
        "level": "1",
        "agreed": "y",
    }
    assert not shown(app, "{{ error_summary(form) }}", form=form_with(app, data)).select("[role]")


@pytest.mark.parametrize(
    ("text", "said", "state"),
    [
        ("", "0 dari 3 kata", None),
        ("sebelum-sesudah dua\ntiga", "3 dari 3 kata", None),
        ("satu dua tiga empat", "4 dari 3 kata: kurangi 1 kata", "over"),
    ],
)
def test_the_counter_counts_before_any_script_runs(app, text, said, state):
    line = shown(app, "{{ counter('teks', text, 3) }}", text=text).select_one(".counter")
    assert " ".join(line.text.split()) == said
    assert line.get("data-state") == state


def test_typed_text_is_shown_as_text(app):
    form = form_with(app, {"title": '"><script>alert(1)</script>', "summary": "</textarea><b>"})
    soup = shown(app, ALL, form=form)
    assert not soup.select("script, b")
    assert soup.select_one("#summary").text.strip() == "</textarea><b>"


def test_a_button_of_its_own_carries_the_token_and_its_fields(app):
    soup = shown(app, "{{ post_button('/x', 'Kirim', fields={'a': '<1>'}) }}")
    assert soup.form["method"] == "post"
    assert soup.select_one("[name=csrf_token]")["value"]
    assert soup.select_one("[name=a]")["value"] == "<1>"


def test_phases_say_in_words_where_the_competition_stands(app):
    items = [("Daftar", "1 Mei", "past"), ("Nilai", "1 Jun", "now"), ("Umum", "1 Jul", "next")]
    soup = shown(app, "{{ timeline(items) }}", items=items)
    assert soup.select_one("[aria-current=step]").get_text(" ", strip=True).startswith("Nilai")
    assert [i.text for i in soup.select(".visually-hidden")] == [
        "(selesai)",
        "(sedang berjalan)",
        "(akan datang)",
    ]


def test_a_state_is_a_word_with_a_drawing(app):
    soup = shown(app, "{{ badge('Ditolak', 'refused') }}")
    assert soup.get_text(strip=True) == "Ditolak"
    assert soup.select_one("svg")["aria-hidden"] == "true"


def test_pages_lead_back_and_forth_and_keep_the_filter(app):
    source = "{{ pages(page, 3, 'session.sign_in_form', {'cari': 'pantai'}) }}"
    first, middle, last = (shown(app, source, page=n) for n in (1, 2, 3))
    assert [a["rel"] for a in first.select("a")] == [["next"]]
    assert [a["href"] for a in middle.select("a")] == [
        "/masuk?hal=1&cari=pantai",
        "/masuk?hal=3&cari=pantai",
    ]
    assert [a["rel"] for a in last.select("a")] == [["prev"]]
    assert "Halaman 3 dari 3" in last.text


def test_a_list_of_one_page_has_no_pages(app):
    assert not shown(app, "{{ pages(1, 1, 'home.landing') }}").select("nav")
