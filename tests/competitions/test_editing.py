"""The organiser changes the parts of an edition in the browser."""

import json

import pytest

from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core.db import db
from award.core.ledger import Act
from tests import builders

LONG = "Layanan " * 4_000


@pytest.fixture
def draft(cast):
    return builders.edition(2027, EditionState.DRAFT)


class Desk:
    """An organiser at the page of one part."""

    def __init__(self, browser, edition, part):
        self.browser, self.edition = browser, edition
        self.path = f"/panitia/edisi/{edition.id}/{part}"
        self.form = browser.get(self.path).fields()

    def save(self, **changes):
        self.form.update({name.replace("__", "-"): value for name, value in changes.items()})
        page = self.browser.post(self.path, self.form)
        db.session.rollback()
        return page


@pytest.fixture
def desk(visit, cast):
    def sit(edition, part, who=None):
        return Desk(visit(who or cast.organiser), edition, part)

    return sit


def names(rows):
    return [row.name["id"] for row in rows]


def test_saving_what_stands_changes_nothing(desk, draft):
    for part in ("identitas", "jadwal", "dokumen", "tahap", "kelayakan", "seri", "pengaturan"):
        assert desk(draft, part).save().status == 302
    assert desk(draft, f"rubrik/{draft.rounds[1].id}").save().status == 302
    assert draft.version == 1
    assert db.session.query(Act).filter_by(action="edition.changed").count() == 0


def test_texts_are_changed_in_both_languages_and_remembered_in_the_ledger(desk, draft, cast):
    page = desk(draft, "identitas").save(theme__id="Layanan dekat ᬩᬮᬶ 🌺", theme__en="Close by")
    assert page.location == f"/panitia/edisi/{draft.id}/identitas"
    assert draft.theme == {"id": "Layanan dekat ᬩᬮᬶ 🌺", "en": "Close by"}
    act = db.session.query(Act).filter_by(action="edition.changed").one()
    content = json.loads(act.content)
    assert act.actor_id == cast.organiser.id
    assert content["before"]["theme"]["en"] == "One agency, one innovation"
    assert content["after"] == {"theme": draft.theme}


def test_a_row_is_added_with_a_key_of_its_own(desk, draft):
    last = len(draft.categories)
    form = {f"categories__{last}__name__id": "Pelayanan kesehatan"}
    form[f"categories__{last}__name__en"] = "Health again"
    assert desk(draft, "kategori").save(**form).status == 302
    assert names(draft.categories)[-1] == "Pelayanan kesehatan"
    assert draft.categories[-1].key == "pelayanan_kesehatan"
    assert draft.categories[-1].position == last


def test_the_same_addition_sent_twice_adds_one_row(desk, draft):
    at = desk(draft, "peserta")
    for _ in range(2):
        page = at.save(groups__3__name__id="Pelajar", groups__3__name__en="Pupils")
    assert page.status == 302
    assert [each.key for each in draft.groups] == ["umum", "replikasi", "khusus", "pelajar"]


def test_rows_are_moved_by_their_position_and_removed_with_a_tick(desk, draft):
    first, second, third, *rest = names(draft.categories)
    ids = {row.name["id"]: row.id for row in draft.categories}
    form = {"categories__2__position": "1", "categories__1__remove": "y"}
    assert desk(draft, "kategori").save(**form).status == 302
    assert names(draft.categories) == [third, first, *rest]
    assert second not in names(draft.categories)
    assert all(ids[row.name["id"]] == row.id for row in draft.categories), "rows keep their id"


def test_a_category_with_entries_cannot_be_removed(desk, draft):
    builders.entry(draft)
    page = desk(draft, "kategori").save(categories__0__remove="y", categories__1__name__id="Baru")
    assert page.status == 422
    assert "sudah dipakai usulan atau penilaian dan tidak dapat dihapus" in page.text
    assert len(draft.categories) == 9
    assert page.soup.select_one("[name=categories-1-name-id]")["value"] == "Baru"


def test_an_assigned_round_cannot_be_removed(desk, draft, cast):
    builders.assignment(draft.rounds[1], builders.entry(draft), cast.external_judge)
    page = desk(draft, "tahap").save(rounds__1__remove="y")
    assert page.status == 422
    assert "“Penilaian proposal” sudah dipakai" in page.text
    assert len(draft.rounds) == 4


@pytest.mark.parametrize(
    ("part", "name", "typed", "sentence"),
    [
        ("jadwal", "calendar-1-ends", "1900-05-31", "Tahun harus antara 2000 dan 2100."),
        ("jadwal", "calendar-1-ends", "kapan-kapan", "Isilah tanggal, misalnya 2026-04-15."),
        ("jadwal", "calendar-1-ends", "2027-04-01", "sebelum dimulai 15 April."),
        ("jadwal", "calendar-1-closes_at", "25:00", "bukan jam JJ:MM."),
        ("formulir", "form-0-max_words", "banyak", "Isilah bilangan bulat, misalnya 3."),
        ("formulir", "form-0-max_words", "0", "harus lebih dari nol."),
        ("formulir", "form-0-kind", "puisi", "“puisi” tidak dikenal"),
        ("tahap", "rounds-1-weight", "dua puluh", "Isilah bilangan, misalnya 20 atau 12,5."),
        ("tahap", "rounds-1-weight", "-5", "negatif: −5."),
        ("tahap", "rounds-0-weight", "5", "tidak dinilai; bobotnya harus 0"),
        ("dokumen", "documents-0-max_bytes", "999", "Isilah ukuran dalam MB, paling besar 16."),
        ("pengaturan", "settings-number_pattern", "{kode}", "harus memuat {nomor}."),
        ("pengaturan", "settings-reason_levels", "satu", "dipisahkan koma"),
        ("identitas", "name-id", "", "Bagian ini wajib diisi."),
        ("identitas", "theme-id", LONG, "Paling banyak 300 huruf."),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(desk, draft, part, name, typed, sentence):
    page = desk(draft, part).save(**{name.replace("-", "__"): typed})
    field = page.soup.select_one(f"[name={name}]")
    assert page.status == 422
    assert field["aria-invalid"] == "true"
    assert sentence in field.find_parent(class_="field").get_text()
    assert sentence in " ".join(page.all(".error-summary"))
    if field.name != "select":
        assert field["value"].strip() == typed.strip(), "nothing typed is lost"
    assert draft.version == 1


def test_ten_megabytes_of_text_are_refused_with_a_sentence(desk, draft):
    page = desk(draft, "identitas").save(description__id="x" * 10_000_000)
    assert page.status == 422
    assert "Paling banyak 20000 huruf." in page.text


def test_a_comma_and_a_point_are_both_decimal_marks(desk, draft):
    rubric = f"rubrik/{draft.rounds[1].id}"
    desk(draft, rubric).save(criteria__0__weight="7,5", criteria__1__weight="17.5")
    assert [str(each.weight) for each in draft.rounds[1].criteria][:2] == ["7.5", "17.5"]
    assert desk(draft, rubric).form["criteria-0-weight"] == "7,5"


def test_a_draft_keeps_sums_and_translations_for_later_and_lists_them(desk, draft):
    at = desk(draft, "tahap")
    page = at.save(rounds__1__weight="30", rounds__1__name__en="")
    assert page.status == 302
    assert str(draft.rounds[1].weight) == "30"
    notice = " ".join(at.browser.get(at.path).all(".notice"))
    assert "Bobot semua tahap berjumlah 110; harus 100." in notice
    assert "Teks tahap proposal, nama belum diisi dalam bahasa Inggris." in notice


def test_a_wider_scale_asks_for_the_levels_it_lacks(desk, draft):
    desk(draft, "tahap").save(**{f"rounds__{n}__scale_max": "6" for n in (1, 2, 3)})
    at = desk(draft, f"rubrik/{draft.rounds[1].id}")
    assert at.form["criteria-0-levels-5-value"] == "6"
    assert at.form["criteria-0-levels-5-text-id"] == ""
    assert "Tingkat kriteria Latar belakang dan tujuan adalah 1, 2, 3, 4, 5" in " ".join(
        at.browser.get(at.path).all(".notice")
    )


def test_a_criterion_is_added_with_the_labels_of_the_others(desk, draft):
    at = desk(draft, f"rubrik/{draft.rounds[1].id}")
    assert at.form["criteria-7-levels-0-label-id"] == "Sangat kurang"
    at.save(
        criteria__7__name__id="Kemitraan",
        criteria__7__name__en="Partnership",
        criteria__7__weight="5",
        criteria__7__levels__0__text__id="Tanpa mitra",
    )
    added = draft.rounds[1].criteria[-1]
    assert (added.key, len(added.levels)) == ("kemitraan", 5)
    assert added.levels[0].text == {"id": "Tanpa mitra", "en": ""}


def test_an_open_edition_must_stay_complete(desk, cast):
    edition = builders.edition(2026)
    page = desk(edition, "tahap").save(rounds__1__weight="30")
    assert page.status == 422
    assert "Edisi yang sudah dibuka harus tetap lengkap." in page.text
    assert "Bobot semua tahap berjumlah 110; harus 100." in page.text
    assert str(edition.rounds[1].weight) == "20"
    page = desk(edition, "identitas").save(theme__en="")
    assert page.status == 422
    assert page.soup.select_one("[name=theme-en]")["aria-invalid"] == "true"


def test_rows_that_entries_may_name_stay_once_the_edition_is_open(desk, cast):
    edition = builders.edition(2026)
    page = desk(edition, "formulir").save(form__2__remove="y")
    assert page.status == 422
    assert "“Kebaruan atau nilai tambah” tidak dapat dihapus" in page.text
    assert len(edition.form) == 9


def test_a_stale_page_keeps_what_was_typed_and_leaves_the_choice(desk, draft, cast):
    late = desk(draft, "identitas", cast.second_organiser)
    desk(draft, "identitas").save(theme__id="Yang pertama")
    page = late.save(theme__id="Yang terlambat")
    assert page.status == 409
    assert "diubah orang lain" in page.text
    assert page.soup.select_one("[name=theme-id]")["value"] == "Yang terlambat"
    assert draft.theme["id"] == "Yang pertama"
    button = page.soup.select_one("button[name=version]")
    assert "gantikan yang terbaru" in button.text
    late.save(version=button["value"])
    assert draft.theme["id"] == "Yang terlambat"


def test_a_part_and_its_words_are_shown_in_english(visit, cast, draft):
    page = visit(cast.organiser, "en").get(f"/panitia/edisi/{draft.id}/kategori")
    assert "Health service" in page.all("summary span")


def test_a_rubric_of_another_edition_is_not_found(visit, cast, draft):
    other = builders.edition(2026)
    page = visit(cast.organiser).get(f"/panitia/edisi/{draft.id}/rubrik/{other.rounds[1].id}")
    assert page.status == 404
    assert db.session.get(Edition, other.id) is not None
