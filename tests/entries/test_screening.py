"""The organiser passes, returns once, or rejects with coded reasons; what changed is shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.competitions import actions as competitions
from award.competitions import holidays
from award.competitions.states import EditionState
from award.core import clock
from award.core.db import db
from award.core.ledger import Act
from award.core.mail import Mail
from award.core.problems import Invalid, Refused, Stale
from award.entries import changes, duplicates
from award.entries import queries_screening as queries
from award.entries.actions import signing
from award.entries.actions.screening import screen
from award.entries.models import Screening, SectionText
from award.entries.states import EntryState, ScreeningOutcome
from award.people import actions as people
from award.people.states import Role
from tests import builders

PASS, RETURN, REJECT = ScreeningOutcome


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def submitted(edition):
    return builders.complete(builders.entry(edition, state=EntryState.SUBMITTED))


def decide(entry, outcome, actor, reasons=(), note="", **more):
    return screen(entry=entry, outcome=outcome, reasons=reasons, note=note, actor=actor, **more)


def recipients() -> set[str]:
    return set(db.session.scalars(db.select(Mail.recipient)))


def test_passing_tells_the_staff_and_nobody_else(submitted, cast):
    screening = decide(submitted, PASS, cast.organiser)
    assert submitted.state == EntryState.PASSED
    assert (screening.by, screening.reasons, screening.due) == (cast.organiser, [], None)
    assert recipients() == {cast.staff.email, cast.colleague.email}
    db.session.commit()
    assert "entry.screened" in db.session.scalars(db.select(Act.action)).all()


def test_a_return_gives_three_working_days_by_the_holiday_table(submitted, cast):
    competitions.add_holidays(days=holidays.load(), actor=None)
    # Tuesday 12 May; Thursday and Friday are holidays, then a week-end.
    with clock.at(clock.wita(date(2026, 5, 12), 10)):
        screening = decide(submitted, RETURN, cast.organiser, note="Perjelas data awal.")
    assert screening.due == date(2026, 5, 19)
    assert submitted.correction_due.astimezone(clock.WITA).isoformat() == (
        "2026-05-19T23:59:59+08:00"
    )
    assert submitted.state == EntryState.CORRECTION
    body = db.session.scalar(db.select(Mail.body))
    assert "Perjelas data awal." in body
    assert "19 Mei 2026 pukul 23.59 WITA (22.59 WIB)" in body


def test_a_return_needs_a_note(submitted, cast):
    with pytest.raises(Invalid) as refused:
        decide(submitted, RETURN, cast.organiser, note=" \n")
    assert "note" in refused.value.fields
    assert submitted.state == EntryState.SUBMITTED


def test_after_the_correction_the_head_signs_again_and_there_is_no_second_return(submitted, cast):
    decide(submitted, RETURN, cast.organiser, note="Perjelas.")
    signing.send_to_head(entry=submitted, actor=cast.staff)
    second = signing.sign(entry=submitted, agreed=True, actor=cast.head)
    assert (second.number, submitted.state) == (2, EntryState.SUBMITTED)
    with pytest.raises(Invalid, match="satu kali"):
        decide(submitted, RETURN, cast.organiser, note="Sekali lagi.")
    assert signing.queries.outcome(submitted).screening is None
    screening = decide(submitted, PASS, cast.organiser)
    assert screening.submission_id == second.id
    assert signing.queries.outcome(submitted).screening == screening


def test_a_rejection_needs_a_reason_of_the_edition(submitted, cast):
    for reasons in ([], ["alasan_palsu"], ["usia_kurang", "alasan_palsu"]):
        with pytest.raises(Invalid) as refused:
            decide(submitted, REJECT, cast.organiser, reasons, "Catatan.")
        assert "reasons" in refused.value.fields
    screening = decide(submitted, REJECT, cast.organiser, ["judul_ganda", "usia_kurang"])
    assert screening.reasons == ["usia_kurang", "judul_ganda"]
    assert submitted.state == EntryState.REJECTED
    assert "Usia inovasi belum cukup" in db.session.scalar(db.select(Mail.body))


def test_an_organiser_does_not_screen_an_entry_of_the_own_agency(edition, cast):
    own = builders.entry(edition, builders.agency("brida"), state=EntryState.SUBMITTED)
    with pytest.raises(Refused, match="instansi Anda"):
        decide(own, PASS, cast.organiser)
    other = people.create_user(
        email="panitia3@contoh.id", name="Panitia Bappeda", position="",
        agency=builders.agency("bappeda"), roles=[Role.ORGANISER], actor=None,
    )  # fmt: skip
    decide(own, PASS, other)
    assert own.state == EntryState.PASSED


def test_a_second_decision_is_refused_and_changes_nothing(submitted, cast):
    read = submitted.version
    decide(submitted, PASS, cast.organiser, version=read)
    with pytest.raises(Stale):
        decide(submitted, REJECT, cast.second_organiser, ["isian_asal"], version=read)
    with pytest.raises(Refused, match="tidak menunggu keputusan"):
        decide(submitted, PASS, cast.second_organiser)
    assert db.session.scalar(db.select(db.func.count(Screening.id))) == 1


@pytest.mark.parametrize("state", ["draft", "awaiting_signoff", "passed", "rejected", "withdrawn"])
def test_only_what_was_submitted_is_screened(state, edition, cast):
    entry = builders.entry(edition, state=EntryState(state))
    with pytest.raises(Refused):
        decide(entry, PASS, cast.organiser)


def test_a_correction_that_was_not_signed_in_time_can_only_be_rejected(edition, cast):
    due = clock.end_of(date(2026, 6, 10))
    stuck = builders.entry(edition, state=EntryState.AWAITING_SIGNOFF, correction_due=due)
    stuck.submitted_at = clock.now()
    db.session.add(builders._submission(stuck))
    with clock.at(clock.wita(date(2026, 6, 10), 12)), pytest.raises(Refused):
        decide(stuck, REJECT, cast.organiser, ["isian_tidak_lengkap"])
    with clock.at(clock.wita(date(2026, 6, 11), 12)):
        with pytest.raises(Invalid, match="hanya dapat ditolak"):
            decide(stuck, PASS, cast.organiser)
        decide(stuck, REJECT, cast.organiser, ["isian_tidak_lengkap"])
    assert stuck.state == EntryState.REJECTED


def test_nothing_is_screened_after_the_edition_was_frozen(submitted, edition, cast):
    edition.state = EditionState.FROZEN
    with pytest.raises(Refused, match="sudah ditutup"):
        decide(submitted, PASS, cast.organiser)


def test_a_withdrawn_reason_with_strange_signs_is_kept_clean(submitted, cast):
    signing.withdraw(entry=submitted, reason="Alasan\x00 ᬅᬓ᭄ᬱᬭ 🙏 ", actor=cast.staff)
    assert submitted.withdrawn_reason == "Alasan ᬅᬓ᭄ᬱᬭ 🙏"


def test_what_changed_since_the_last_signing_is_shown_word_by_word(submitted, cast):
    first = signing.seal.frozen(submitted, 1, signing.queries.texts(submitted), [])
    text = db.session.scalar(
        db.select(SectionText).filter_by(entry_id=submitted.id, key="ringkasan")
    )
    text.text = "Isi ringkasan yang sangat jelas."
    second = signing.seal.frozen(submitted, 2, signing.queries.texts(submitted), [])
    (change,) = changes.between(first, second)
    assert (change.key, change.name["id"]) == ("section:ringkasan", "Ringkasan")
    assert [run.text.strip() for run in change.before if run.changed] == ["cukup"]
    assert [run.text.strip() for run in change.after if run.changed] == ["sangat"]


TEXT = st.text(st.sampled_from("ab \n🙏"), max_size=30)


@given(TEXT, TEXT)
def test_both_sides_of_a_comparison_give_their_texts_back(before, after):
    left, right = changes.words(before, after)
    assert "".join(run.text for run in left) == before
    assert "".join(run.text for run in right) == after
    kept = [[run.text for run in side if not run.changed] for side in (left, right)]
    assert "".join(kept[0]) == "".join(kept[1])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Gelatik", "  GELATIK ", True),
        ("Gelatik: layanan cepat", "gelatik - layanan  cepat!", True),
        ("Ge-la-tik", "Gelatik", False),
        ("Gelatik", "Gotik", False),
        ("!!!", "???", False),
    ],
)
def test_titles_are_the_same_when_only_capitals_spacing_or_signs_differ(one, other, same):
    assert (duplicates.mark(one) == duplicates.mark(other)) is same


def test_a_changed_title_is_compared_anew(edition, cast):
    first = builders.entry(edition, state=EntryState.SUBMITTED, title="Sampah Jadi Berkah")
    other = builders.entry(edition, builders.agency("dinkes"), EntryState.SUBMITTED, title="Lain")
    assert queries.file_of(first).twins == []
    other.title = "sampah jadi BERKAH"
    db.session.flush()
    assert [twin.entry_id for twin in queries.file_of(first).twins] == [other.id]


def test_the_queue_begins_with_who_waited_longest_and_flags_equal_titles(edition, cast):
    late = builders.entry(edition, state=EntryState.SUBMITTED, title="Sampah Jadi Berkah")
    with clock.at(clock.wita(date(2026, 5, 2), 8)):
        early = builders.entry(
            edition, builders.agency("dinkes"), EntryState.SUBMITTED, title="SAMPAH jadi berkah!"
        )
    builders.entry(edition, state=EntryState.DRAFT, title="sampah jadi berkah")
    builders.entry(edition, state=EntryState.PASSED)
    found = queries.queue(edition, "menunggu", 1)
    assert list(found.entries) == [early, late]
    assert found.duplicated == {early.id, late.id}
    assert (found.counts["menunggu"], found.counts["lolos"], found.pages) == (2, 1, 1)
    (twin,) = queries.file_of(late).twins
    assert (twin.entry_id, twin.agency) == (early.id, "Dinas Kesehatan")
