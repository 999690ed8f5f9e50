"""Documents: known by content, replaced but never destroyed, fetched by those who may read."""

import io

import pytest

from award.core import files
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries import queries
from award.entries.actions import documents
from award.entries.models import Document
from award.entries.states import EntryState
from tests import builders, samples

MEBIBYTE = 1024 * 1024


@pytest.fixture
def entry(cast):
    return builders.entry(builders.edition())


def add(entry, actor, key="sk_inovasi", name="SK Inovasi.pdf", content=samples.PDF):
    return documents.add_document(entry=entry, key=key, name=name, content=content, actor=actor)


def slot(entry, key):
    return next(each for each in queries.content(entry).slots if each.kind.key == key)


def test_a_new_file_replaces_the_old_one_which_is_kept_aside(cast, entry):
    first = add(entry, cast.staff)
    second = add(entry, cast.colleague, name="SK baru.pdf", content=samples.PDF + b"\n")
    assert slot(entry, "sk_inovasi").document == second
    assert first.removed_at is not None
    assert files.load(first.sha256) == samples.PDF
    db.session.commit()
    acts = db.session.query(Act).filter(Act.action.startswith("entry.document_"))
    assert [(act.action, act.subject_id, act.actor_id) for act in acts.order_by(Act.seq)] == [
        ("entry.document_added", first.id, cast.staff.id),
        ("entry.document_removed", first.id, cast.colleague.id),
        ("entry.document_added", second.id, cast.colleague.id),
    ]


@pytest.mark.parametrize(
    ("key", "name", "content", "sentence"),
    [
        ("sk_inovasi", "a.pdf", b"", "Berkas “a.pdf” kosong (0 byte). Pilih berkas lain."),
        (
            "sk_inovasi",
            "SK.pdf",
            samples.EXECUTABLE,
            "Isi berkas “SK.pdf” bukan PDF. Pilih berkas dengan jenis itu.",
        ),
        (
            "bukti_dampak",
            "data.xlsx",
            samples.DOCX,
            "Isi berkas “data.xlsx” bukan PDF / XLSX. Pilih berkas dengan jenis itu.",
        ),
        (
            "sk_implementasi",
            "besar.pdf",
            samples.PDF + b" " * MEBIBYTE,
            "Berkas “besar.pdf” berukuran 1,1 MB; paling besar 1 MB.",
        ),
        (
            "sk_inovasi",
            "SK.pdf",
            samples.PDF[:-25],
            "Berkas “SK.pdf” tidak lengkap. Simpan ulang, lalu unggah lagi.",
        ),
        ("video", "v.pdf", samples.PDF, "Isi tautan, bukan berkas."),
        ("rahasia", "v.pdf", samples.PDF, "Dokumen ini tidak diminta dalam edisi ini."),
        ("section:ringkasan", "v.pdf", samples.PDF, "Dokumen ini tidak diminta dalam edisi ini."),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words(cast, entry, key, name, content, sentence):
    with pytest.raises(Invalid) as refused:
        add(entry, cast.staff, key, name, content)
    assert str(refused.value.fields["file"]) == sentence
    assert db.session.query(Document).count() == 0


def test_a_name_takes_the_suffix_of_its_content(cast, entry):
    assert add(entry, cast.staff, name="..\\..\\laporan.exe").name == "laporan.pdf"


def test_a_full_disk_is_told_and_keeps_the_old_document(cast, entry, visit, monkeypatch):
    add(entry, cast.staff)
    db.session.commit()

    def full(_content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "store", full)
    page = visit(cast.staff).post(
        f"/pd/usulan/{entry.id}/dokumen/sk_inovasi", {"file": (io.BytesIO(samples.PDF), "b.pdf")}
    )
    assert page.status == 422
    assert "ruang penyimpanan penuh" in page.text
    assert slot(entry, "sk_inovasi").document.name == "SK Inovasi.pdf"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://contoh.id/video",
        "javascript:alert(1)",
        "https://lokal",
        "https://orang@contoh.id/x",
        "https://contoh.id/ a",
        "//contoh.id",
        "https://[::1",
        "https://contoh.id/" + "a" * 500,
    ],
)
def test_only_whole_https_addresses_are_links(cast, entry, link):
    with pytest.raises(Invalid) as refused:
        documents.add_link(entry=entry, key="video", link=link, actor=cast.staff)
    assert set(refused.value.fields) == {"link"}


def test_a_link_is_kept_and_shown(cast, entry, visit):
    link = "https://www.youtube.com/watch?v=abc"
    staff = visit(cast.staff)
    staff.post(f"/pd/usulan/{entry.id}/dokumen/video", {"link": f" {link} "})
    page = staff.get(f"/pd/usulan/{entry.id}/dokumen")
    assert page.soup.select_one(f'a[href="{link}"]')["rel"] == [
        "noopener",
        "noreferrer",
        "external",
    ]


def test_a_link_in_place_of_a_file_is_refused(cast, entry):
    with pytest.raises(Invalid, match="harus berupa berkas"):
        documents.add_link(
            entry=entry, key="sk_inovasi", link="https://contoh.id/a", actor=cast.staff
        )


def test_a_section_holds_five_pieces_of_evidence(cast, entry):
    for n in range(5):
        documents.add_link(
            entry=entry,
            key="section:signifikansi",
            link=f"https://contoh.id/{n}",
            actor=cast.staff,
        )
    with pytest.raises(Invalid, match="paling banyak 5 bukti"):
        add(entry, cast.staff, key="section:signifikansi")
    assert len(queries.content(entry).section("signifikansi").documents) == 5


def test_the_page_tells_at_the_document_what_is_wrong(cast, entry, visit):
    page = visit(cast.staff).post(
        f"/pd/usulan/{entry.id}/dokumen/sk_inovasi",
        {"file": (io.BytesIO(samples.EXECUTABLE), "SK.pdf")},
    )
    assert page.status == 422
    assert "bukan PDF" in page.all("#sk_inovasi .field-errors")[0]
    assert page.soup.select_one(".error-summary a")["href"] == "#sk_inovasi"
    nothing = visit(cast.staff).post(f"/pd/usulan/{entry.id}/dokumen/sk_inovasi")
    assert "Pilih berkas lebih dahulu." in nothing.text


def test_a_file_comes_as_what_it_is_and_only_to_readers(cast, entry, visit):
    document = add(entry, cast.staff)
    path = f"/pd/usulan/dokumen/{document.id}"
    answer = visit(cast.head).get(path).response
    assert answer.data == samples.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    for who in ("other_staff", "outsider", "external_judge"):
        assert visit(getattr(cast, who)).get(path).status == 404
    assert visit(cast.organiser).get(path).status == 403
    assert visit().get(path).status == 401
    assert visit(cast.staff).get("/pd/usulan/dokumen/999999").status == 404


def test_a_removed_document_leaves_the_entry_and_stays_on_record(cast, entry, visit):
    document = add(entry, cast.staff)
    visit(cast.staff).post(f"/pd/usulan/dokumen/{document.id}/hapus")
    db.session.expire_all()
    assert slot(entry, "sk_inovasi").document is None
    assert db.session.get(Document, document.id).removed_at is not None


def test_a_submitted_entry_keeps_its_documents(cast):
    entry = builders.complete_entry(builders.edition(), state=EntryState.SUBMITTED)
    document = db.session.query(Document).first()
    with pytest.raises(Refused):
        documents.remove_document(document=document, actor=cast.staff)
    with pytest.raises(Refused):
        add(entry, cast.staff)
