"""Writing: drafts keep everything, and two people never overwrite each other."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused, Stale
from award.entries import queries
from award.entries.actions import writing
from award.entries.content import SectionState
from award.entries.models import Entry, SectionText
from award.entries.problems import Clash
from award.entries.states import EntryState
from tests import builders


@pytest.fixture
def entry(cast):
    made = writing.open_entry(
        innovation=builders.innovation(),
        edition=builders.edition(),
        category=None,
        group="umum",
        actor=cast.staff,
    )
    db.session.commit()
    return made


def save(entry, text, actor, version=0, answer=None, key="ringkasan"):
    return writing.save_section(
        entry=entry, key=key, text=text, answer=answer, version=version, actor=actor
    )


def test_opening_twice_finds_the_same_entry(cast, entry):
    again = writing.open_entry(
        innovation=entry.innovation,
        edition=entry.edition,
        category=None,
        group="umum",
        actor=cast.colleague,
    )
    assert again is entry
    assert db.session.query(Entry).count() == 1
    assert (entry.wall_id, entry.created_by_id) == (cast.staff.wall_id, cast.staff.id)


@pytest.mark.parametrize("group", ["", "emas"])
def test_a_group_the_edition_does_not_have_is_refused(cast, group):
    with pytest.raises(Invalid) as refused:
        writing.open_entry(
            innovation=builders.innovation(),
            edition=builders.edition(),
            category=None,
            group=group,
            actor=cast.staff,
        )
    assert set(refused.value.fields) == {"group"}


def test_a_category_of_another_edition_is_refused(cast, entry):
    other = builders.edition(2025).categories[0]
    with pytest.raises(Invalid) as refused:
        writing.change_entry(
            entry=entry,
            title="Judul",
            category=other,
            group="umum",
            declarations=[],
            version=entry.version,
            actor=cast.staff,
        )
    assert set(refused.value.fields) == {"category"}


def test_what_is_saved_is_kept_with_its_writer_and_in_the_ledger(cast, entry):
    kept = save(entry, "Satu dua\r\ntiga \x00👩‍👩‍👧 ᬩᬤᬸᬂ", cast.staff)
    db.session.commit()
    assert kept.text == "Satu dua\ntiga 👩‍👩‍👧 ᬩᬤᬸᬂ"
    assert (kept.version, kept.saved_by.name) == (1, cast.staff.name)
    act = db.session.query(Act).filter_by(action="entry.section_saved").one()
    assert '"words":5' in act.content
    assert hashlib.sha256(kept.text.encode()).hexdigest() in act.content


def test_a_draft_may_be_too_long_and_says_so(cast, entry):
    save(entry, "kata " * 201, cast.staff)
    part = queries.content(entry).section("ringkasan")
    assert (part.state, part.words, part.over) == (SectionState.OVER, 201, 1)


def test_a_text_beyond_all_measure_is_refused_in_words(cast, entry):
    save(entry, "x" * 8000, cast.staff)
    with pytest.raises(Invalid, match="Ringkasan memuat 8001 karakter; paling banyak 8000"):
        save(entry, "x" * 8001, cast.staff, version=1)


def test_two_writers_never_overwrite_each_other(cast, entry):
    save(entry, "Tulisan pertama.", cast.staff)
    with pytest.raises(Clash) as clash:
        save(entry, "Tulisan kedua.", cast.colleague)
    assert clash.value.kept.text == "Tulisan pertama."
    assert clash.value.kept.saved_by == cast.staff
    assert db.session.query(SectionText).one().text == "Tulisan pertama."
    save(entry, "Tulisan kedua.", cast.colleague, version=1)
    assert db.session.query(SectionText).one().text == "Tulisan kedua."


def test_the_same_text_again_changes_nothing(cast, entry):
    save(entry, "Teks.", cast.staff)
    assert save(entry, "Teks.", cast.staff, version=0).version == 1
    assert save(entry, "Teks.\x00", cast.colleague, version=7).saved_by == cast.staff


def test_an_answer_is_kept_only_where_a_question_asks_one(cast, entry):
    assert save(entry, "Teks.", cast.staff, answer=True).answer is None
    replicated = save(entry, "", cast.staff, answer=False, key="adaptabilitas_replikasi")
    assert replicated.answer is False


def test_a_section_the_form_does_not_have_is_refused(cast, entry):
    with pytest.raises(Invalid, match="tidak ada"):
        save(entry, "Teks.", cast.staff, key="rahasia")


@pytest.mark.parametrize("who", ["head", "other_staff", "organiser", "external_judge"])
def test_only_the_agency_s_staff_write(cast, entry, who):
    with pytest.raises(Refused):
        save(entry, "Teks.", getattr(cast, who))


@pytest.mark.parametrize(
    "state", [EntryState.AWAITING_SIGNOFF, EntryState.SUBMITTED, EntryState.WITHDRAWN]
)
def test_an_entry_on_its_way_cannot_be_written(cast, state):
    entry = builders.entry(builders.edition(), state=state)
    with pytest.raises(Refused):
        save(entry, "Teks.", cast.staff, version=1)


def test_particulars_rest_on_the_version_that_was_read(cast, entry):
    read = entry.version

    def change(title):
        writing.change_entry(
            entry=entry,
            title=title,
            category=entry.edition.categories[1],
            group="khusus",
            declarations=["manfaat", "pembaruan"],
            version=read,
            actor=cast.staff,
        )

    change("  Judul \n baru ")
    assert (entry.title, entry.group) == ("Judul baru", "khusus")
    assert entry.declarations == ["pembaruan", "manfaat"]
    with pytest.raises(Stale):
        change("Judul lain")
    assert entry.title == "Judul baru"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None), max_size=400))
def test_any_text_at_all_can_be_kept(cast, entry, text):
    db.session.rollback()
    kept = save(
        entry, text, cast.staff, version=queries.content(entry).section("ringkasan").version
    )
    db.session.commit()
    db.session.refresh(kept)
    assert queries.content(entry).section("ringkasan").text == kept.text
