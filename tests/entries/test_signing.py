"""The head of agency signs, hands back, is told; the deadline holds; the seal covers everything."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.competitions.states import EditionState
from award.core import clock, ledger
from award.core.db import db
from award.core.ledger import Act
from award.core.mail import Mail
from award.core.problems import Invalid, Refused, Stale
from award.entries import queries_signing as queries
from award.entries import seal
from award.entries.actions import signing
from award.entries.models import Document, SectionText, Submission
from award.entries.states import EntryState
from award.people import actions as people
from award.people.states import Role
from tests import builders

LAST_DAY = date(2026, 5, 31)
AFTER = LAST_DAY + timedelta(days=1)


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def waiting(edition):
    return builders.entry(edition, state=EntryState.AWAITING_SIGNOFF)


def recipients() -> set[str]:
    return set(db.session.scalars(db.select(Mail.recipient)))


def acts() -> list[str]:
    db.session.commit()
    return list(db.session.scalars(db.select(Act.action).order_by(Act.seq)))


def test_sending_tells_the_head_of_the_agency_and_nobody_else(edition, cast):
    entry = builders.complete(builders.entry(edition))
    signing.send_to_head(entry=entry, actor=cast.staff)
    assert entry.state == EntryState.AWAITING_SIGNOFF
    assert recipients() == {cast.head.email}
    letter = db.session.scalar(db.select(Mail))
    assert entry.title in letter.subject
    assert f"https://award.example/kepala/usulan/{entry.id}" in letter.body
    assert "entry.send" in acts()


def test_an_incomplete_entry_is_not_sent_and_everything_missing_is_named(edition, cast):
    entry = builders.entry(edition)
    with pytest.raises(Invalid, match=r"Bukti pendukung .* belum ada\. Dokumen"):
        signing.send_to_head(entry=entry, actor=cast.staff)
    assert entry.state == EntryState.DRAFT
    assert recipients() == set()


def test_sending_twice_sends_one_letter(edition, cast):
    entry = builders.complete(builders.entry(edition))
    signing.send_to_head(entry=entry, actor=cast.staff)
    signing.send_to_head(entry=entry, actor=cast.colleague)
    assert db.session.scalar(db.select(db.func.count(Mail.id))) == 1


def test_a_sub_unit_without_a_head_is_signed_for_by_the_root_agency(edition, cast):
    entry = builders.complete(builders.entry(edition, builders.agency("pkm-kuta-i")))
    signing.send_to_head(entry=entry, actor=cast.other_staff)
    assert recipients() == {cast.other_head.email}
    assert signing.sign(entry=entry, agreed=True, actor=cast.other_head).number == 1


def test_a_sub_unit_with_a_head_of_its_own_is_signed_for_by_that_head(edition, cast):
    unit = builders.agency("pkm-kuta-i")
    own = people.create_user(
        email="kepala.pkm@contoh.id", name="dr. Contoh", position="", agency=unit,
        roles=[Role.HEAD], actor=None,
    )  # fmt: skip
    entry = builders.entry(edition, unit, state=EntryState.AWAITING_SIGNOFF)
    with pytest.raises(Refused, match="kepala unitnya sendiri"):
        signing.sign(entry=entry, agreed=True, actor=cast.other_head)
    assert signing.sign(entry=entry, agreed=True, actor=own).signed_by == own


def test_signing_freezes_the_entry_and_its_hash_can_be_recomputed(waiting, cast):
    db.session.add(
        Document(
            entry_id=waiting.id, key="sk_inovasi", name="sk.pdf", kind="pdf", size=9,
            sha256="ab" * 32, added_at=clock.now(), added_by_id=cast.staff.id,
        )
    )  # fmt: skip
    submission = signing.sign(entry=waiting, agreed=True, actor=cast.head)
    number = submission.id
    assert waiting.state == EntryState.SUBMITTED
    db.session.commit()
    db.session.expunge_all()
    kept = db.session.get_one(Submission, number)
    assert kept.sha256 == seal.sha256_of(kept.content) != "0" * 64
    assert kept.content["documents"][0]["sha256"] == "ab" * 32
    assert kept.content["sections"][0]["text"] == "Isi ringkasan yang cukup jelas."
    assert kept.content["category"]["id"].startswith("Kesetaraan gender")
    assert all(each["ticked"] for each in kept.content["declarations"])
    assert kept.statement.startswith("Kami menyatakan seluruh data")
    assert kept.signed_at == clock.now()


def test_later_edits_of_the_innovation_do_not_touch_what_was_signed(waiting, cast):
    submission = signing.sign(entry=waiting, agreed=True, actor=cast.head)
    waiting.innovation.title = "Judul lain"
    db.session.flush()
    db.session.refresh(submission)
    assert submission.content["innovation"]["title"] != "Judul lain"


def test_a_removed_document_is_not_signed(waiting, cast):
    db.session.add(
        Document(
            entry_id=waiting.id, key="foto", name="lama.jpg", sha256="cd" * 32,
            added_at=clock.now(), added_by_id=cast.staff.id, removed_at=clock.now(),
        )
    )  # fmt: skip
    assert signing.sign(entry=waiting, agreed=True, actor=cast.head).content["documents"] == []


def test_signing_twice_answers_the_same_submission(waiting, cast):
    first = signing.sign(entry=waiting, agreed=True, actor=cast.head)
    assert signing.sign(entry=waiting, agreed=True, actor=cast.head) == first
    assert acts().count("entry.sign") == 1


def test_nothing_is_signed_without_the_statement(waiting, cast):
    with pytest.raises(Invalid, match="pernyataan integritas"):
        signing.sign(entry=waiting, agreed=False, actor=cast.head)
    assert waiting.state == EntryState.AWAITING_SIGNOFF
    assert queries.submissions(waiting) == []


def test_a_head_does_not_sign_another_text_than_the_one_read(waiting, cast):
    read = waiting.version
    signing.hand_back(entry=builders.complete(waiting), note="Lengkapi angka.", actor=cast.head)
    signing.send_to_head(entry=waiting, actor=cast.staff)
    with pytest.raises(Stale):
        signing.sign(entry=waiting, agreed=True, actor=cast.head, version=read)
    assert queries.submissions(waiting) == []


def test_a_head_who_is_also_the_writer_may_sign(edition, cast):
    entry = builders.complete(builders.entry(edition, created_by_id=cast.head.id))
    signing.send_to_head(entry=entry, actor=cast.head)
    assert recipients() == set()
    assert signing.sign(entry=entry, agreed=True, actor=cast.head).signed_by == cast.head


@pytest.mark.parametrize("who", ["staff", "other_head", "organiser", "external_judge"])
def test_nobody_but_the_agencys_head_signs(who, waiting, cast):
    with pytest.raises(Refused):
        signing.sign(entry=waiting, agreed=True, actor=getattr(cast, who))
    assert waiting.state == EntryState.AWAITING_SIGNOFF


def test_the_grace_of_five_minutes_ends_with_a_refusal_that_keeps_the_entry(waiting, cast):
    with (
        clock.at(clock.wita(AFTER, 0, 5)),
        pytest.raises(Refused, match=r"31 Mei 2026 pukul 23\.59 WITA .* tetap tersimpan"),
    ):
        signing.sign(entry=waiting, agreed=True, actor=cast.head)
    assert waiting.state == EntryState.AWAITING_SIGNOFF
    assert db.session.scalar(db.select(db.func.count(SectionText.id))) > 0
    with clock.at(clock.wita(AFTER, 0, 4)):
        assert signing.sign(entry=waiting, agreed=True, actor=cast.head).number == 1


def test_an_entry_cannot_be_sent_before_registration_or_after_the_edition_closed(edition, cast):
    entry = builders.complete(builders.entry(edition))
    with (
        clock.at(clock.wita(date(2026, 4, 14), 9)),
        pytest.raises(Refused, match="Pendaftaran dibuka pada 15 April 2026"),
    ):
        signing.send_to_head(entry=entry, actor=cast.staff)
    edition.state = EditionState.FROZEN
    with pytest.raises(Refused, match="tidak menerima usulan"):
        signing.send_to_head(entry=entry, actor=cast.staff)


def test_a_correction_is_signed_until_its_own_date_long_after_registration(edition, cast):
    due = clock.end_of(date(2026, 6, 22))
    entry = builders.complete(
        builders.entry(edition, state=EntryState.CORRECTION, correction_due=due)
    )
    with clock.at(clock.wita(date(2026, 6, 22), 15)):
        signing.send_to_head(entry=entry, actor=cast.staff)
        assert signing.sign(entry=entry, agreed=True, actor=cast.head).number == 2
    other = builders.entry(edition, state=EntryState.CORRECTION, correction_due=due)
    with clock.at(clock.wita(date(2026, 6, 23), 8)), pytest.raises(Refused, match="22 Juni 2026"):
        signing.send_to_head(entry=other, actor=cast.staff)


def test_handing_back_needs_a_note_and_tells_the_staff(waiting, cast):
    with pytest.raises(Invalid) as refused:
        signing.hand_back(entry=waiting, note="  ", actor=cast.head)
    assert "note" in refused.value.fields
    signing.hand_back(entry=waiting, note=" Lengkapi data awal. ", actor=cast.head)
    assert waiting.state == EntryState.DRAFT
    assert recipients() == {cast.staff.email, cast.colleague.email}
    assert queries.outcome(waiting).hand_back.note == "Lengkapi data awal."


def test_handing_back_a_correction_leaves_it_a_correction(edition, cast):
    entry = builders.complete(builders.entry(edition, state=EntryState.CORRECTION))
    signing.send_to_head(entry=entry, actor=cast.staff)
    signing.hand_back(entry=entry, note="Belum.", actor=cast.head)
    assert entry.state == EntryState.CORRECTION


def test_withdrawing_needs_a_reason_and_ends_with_screening(edition, cast):
    entry = builders.entry(edition, state=EntryState.SUBMITTED)
    with pytest.raises(Invalid):
        signing.withdraw(entry=entry, reason="", actor=cast.staff)
    signing.withdraw(entry=entry, reason="Program dihentikan.", actor=cast.staff)
    assert (entry.state, entry.withdrawn_reason) == ("withdrawn", "Program dihentikan.")
    passed = builders.entry(edition, state=EntryState.PASSED)
    with pytest.raises(Refused, match="sebelum seleksi"):
        signing.withdraw(entry=passed, reason="Terlambat.", actor=cast.head)


def test_what_was_withdrawn_is_taken_up_again_before_the_deadline(edition, cast):
    entry = builders.complete(builders.entry(edition, state=EntryState.SUBMITTED))
    signing.withdraw(entry=entry, reason="Keliru.", actor=cast.staff)
    signing.reopen(entry=entry, actor=cast.staff)
    assert (entry.state, entry.withdrawn_reason, entry.submitted_at) == ("draft", "", None)
    signing.send_to_head(entry=entry, actor=cast.staff)
    signing.sign(entry=entry, agreed=True, actor=cast.head)
    assert entry.submitted_at is not None

    signing.withdraw(entry=entry, reason="Keliru lagi.", actor=cast.staff)
    with clock.at(clock.now() + timedelta(days=90)), pytest.raises(Refused, match="Batas waktu"):
        signing.reopen(entry=entry, actor=cast.staff)
    assert entry.state == "withdrawn"


def test_a_correction_that_was_withdrawn_keeps_its_own_window(edition, cast):
    entry = builders.entry(edition, state=EntryState.CORRECTION)
    due = entry.correction_due
    signing.withdraw(entry=entry, reason="Keliru.", actor=cast.staff)
    signing.reopen(entry=entry, actor=cast.staff)
    assert (entry.state, entry.correction_due) == ("correction", due)
    assert entry.submitted_at is not None


def places(value: object, path: tuple = ()) -> list[tuple]:
    """Every leaf of a JSON document."""
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in places(each, (*path, key))]
    if isinstance(value, list) and value:
        return [leaf for n, each in enumerate(value) for leaf in places(each, (*path, n))]
    return [path]


def content() -> dict:
    choice = SimpleNamespace(key="baru", name={"id": "Baru", "en": "New"})
    section = SimpleNamespace(key="ringkasan", title={"id": "Ringkasan", "en": "Summary"})
    entry = SimpleNamespace(
        id=7, title="Judul", group="umum", declarations=["baru"],
        edition=SimpleNamespace(
            id=1, year=2026, name={"id": "Edisi", "en": "Edition"}, declarations=[choice],
            form=[section],
        ),
        agency=SimpleNamespace(code="dlhk", name="DLHK"),
        category=SimpleNamespace(name={"id": "Kategori", "en": "Category"}),
        innovation=SimpleNamespace(
            id=3, title="Inovasi", summary="Singkat", stage="penerapan", form="lainnya",
            kind="digital", application=True, initiator="asn", lifecycle="berlanjut",
            started_on=date(2024, 1, 2), sdgs=[11, 3], origin="",
        ),
    )  # fmt: skip
    text = SimpleNamespace(key="ringkasan", text="Isi", answer=None)
    document = SimpleNamespace(key="foto", name="a.jpg", kind="jpg", size=1, sha256="ef", link="")
    return seal.frozen(entry, 1, [text], [document])


@given(st.sampled_from(places(content())), st.text(min_size=1))
def test_the_seal_covers_every_field(place, other):
    original, changed = content(), content()
    *path, last = place
    holder = changed
    for step in path:
        holder = holder[step]
    holder[last] = f"{holder[last]}{other}"
    assert seal.sha256_of(changed) != seal.sha256_of(original)


def test_the_seal_does_not_depend_on_the_order_of_keys_or_on_storage():
    original = content()
    turned = dict(reversed(list(deepcopy(original).items())))
    stored = json.loads(ledger.canonical(original))
    assert seal.sha256_of(turned) == seal.sha256_of(stored) == seal.sha256_of(original)
