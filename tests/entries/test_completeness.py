"""What an entry contains and what still keeps it from being sent."""

from award.core.db import db
from award.entries import queries
from award.entries.content import SectionState
from award.entries.models import Document, SectionText
from tests import builders


def text_of(entry, key):
    return db.session.query(SectionText).filter_by(entry_id=entry.id, key=key).one()


def test_a_complete_entry_lacks_nothing_and_counts_every_step(cast):
    entry = builders.complete_entry(builders.edition())
    shown = queries.content(entry)
    assert queries.missing(entry) == []
    assert shown.done == shown.steps == 15
    assert {each.state for each in shown.sections} == {SectionState.DONE}


def test_each_missing_thing_has_its_sentence_and_its_place(cast):
    entry = builders.complete_entry(builders.edition(), declarations=["pembaruan"])
    text_of(entry, "kebaruan").text = " \n"
    text_of(entry, "ringkasan").text = "kata " * 201
    db.session.query(Document).filter_by(key="sk_inovasi").delete()
    db.session.query(Document).filter_by(key="section:implementasi").delete()
    found = [(gap.place, gap.key, str(gap.sentence)) for gap in queries.gaps_of(entry)]
    assert found == [
        ("section", "ringkasan", "Ringkasan memuat 201 kata; batasnya 200. Kurangi 1 kata."),
        ("section", "kebaruan", "Bagian “Kebaruan atau nilai tambah” belum diisi."),
        ("section", "implementasi", "Bukti pendukung bagian “Implementasi inovasi” belum ada."),
        ("documents", "sk_inovasi", "Dokumen “Dasar hukum atau SK penetapan inovasi” belum ada."),
        (
            "declarations",
            "",
            "4 pernyataan kriteria belum dicentang. "
            "Baca dan centang setiap pernyataan yang sesuai.",
        ),
    ]


def test_an_application_needs_its_electronic_government_form(cast):
    edition = builders.edition()
    entry = builders.complete_entry(edition, innovation=builders.innovation())
    entry.innovation.application = True
    assert queries.missing(entry) == [
        "Dokumen “Isian SPBE (bila inovasi berupa aplikasi)” belum ada."
    ]


def test_no_to_a_yes_no_question_needs_neither_text_nor_evidence(cast):
    entry = builders.complete_entry(builders.edition())
    kept = text_of(entry, "adaptabilitas_replikasi")
    db.session.query(Document).filter_by(key="section:adaptabilitas_replikasi").delete()
    kept.answer, kept.text = False, ""
    assert queries.missing(entry) == []
    kept.answer = None
    assert queries.missing(entry) == ["Bagian “Adaptabilitas: sudah direplikasi” belum diisi."]
    kept.answer = True
    assert len(queries.missing(entry)) == 2


def test_a_removed_document_no_longer_counts(cast):
    entry = builders.complete_entry(builders.edition())
    document = db.session.query(Document).filter_by(key="sk_inovasi").one()
    document.removed_at = document.added_at
    assert queries.missing(entry) == ["Dokumen “Dasar hukum atau SK penetapan inovasi” belum ada."]
