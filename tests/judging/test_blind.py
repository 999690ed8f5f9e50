"""Blind rounds: how they begin, what the organiser looks at before, what is decided about files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from award.competitions import actions as competitions
from award.competitions.models import Round
from award.competitions.queries import blueprint_of
from award.competitions.states import RoundState
from award.core import files, jobs
from award.core.access import can, why_not
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries.actions import anonymity
from award.entries.models import Document, Entry, HiddenName, NeutralCopy
from award.entries.queries_visibility import names_of, without_copy
from award.entries.states import CopyFinding, EntryState
from award.judging import actions
from award.judging.models import RoundEntry
from award.judging.queries import blind
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast
from tests.core.test_neutral import SECRET, photograph, proposal
from tests.counting import statements

Visit = Callable[..., Visitor]


@pytest.fixture
def round_(app: Flask) -> Round:
    found = make.round_of(make.edition(), state=RoundState.DRAFT)
    found.blind = True
    return found


@pytest.fixture
def entry(round_: Round) -> Entry:
    return make.entry(round_.edition, state=EntryState.PASSED, title="Bank Sampah DLHK")


def file_of(entry: Entry, content: bytes, kind: str = "pdf", key: str = "bukti_dampak") -> Document:
    stored = files.store(content)
    made = make.document(
        entry, key, name=f"DLHK.{kind}", kind=kind, size=stored.size, sha256=stored.sha256, link=""
    )
    db.session.add(made)
    db.session.flush()
    return made


def prepared(entry: Entry) -> int:
    """What the worker does, in the transaction at hand."""
    names = names_of([entry])[entry.id]
    given = without_copy(entry)
    looks = [anonymity.look(each.id, each.sha256, each.kind, names) for each in given]
    anonymity.keep_copies(looks=looks)
    return len(looks)


def copy_of(document: Document) -> NeutralCopy:
    return db.session.get_one(NeutralCopy, document.id)


def aliases() -> list[str | None]:
    return list(db.session.scalars(sa.select(RoundEntry.alias).order_by(RoundEntry.entry_id)))


def test_opening_draws_an_alias_for_every_entry_that_stays_when_more_come(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    actions.open_round(round_=round_, actor=cast.organiser)
    first = aliases()
    assert len(first) == 1
    assert first[0]
    late = make.entry(round_.edition, state=EntryState.PASSED)
    actions.admit(round_=round_, entries=[late], actor=cast.organiser)
    assert aliases()[0] == first[0]
    assert None not in aliases()
    assert len(set(aliases())) == 2


def test_a_round_with_names_draws_none(round_: Round, entry: Entry, cast: Cast) -> None:
    round_.blind = False
    actions.open_round(round_=round_, actor=cast.organiser)
    assert aliases() == [None]


def test_the_ledger_does_not_tell_who_stands_behind_an_alias(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    actions.open_round(round_=round_, actor=cast.organiser)
    db.session.commit()
    told = db.session.scalars(sa.select(Act.content)).all()
    assert [each for each in told if str(aliases()[0]) in each] == []


def test_opening_has_the_worker_make_copies_and_a_sweep_starts_it_again(
    app: Flask, round_: Round, entry: Entry, cast: Cast
) -> None:
    document = file_of(entry, proposal())
    assert list(blind.unprepared(round_)) == [entry.id]
    actions.open_round(round_=round_, actor=cast.organiser)
    db.session.commit()
    assert list(blind.unprepared_anywhere(5)) == [entry.id]
    which = {"entry_id": entry.id}
    db.session.commit()
    for _ in range(2):
        jobs.perform(app, "entries.neutralise", which)
    made = copy_of(document)
    assert SECRET.encode() not in files.load(made.sha256)
    assert not blind.unprepared_anywhere(5)


@pytest.mark.parametrize(
    ("content", "kind", "finding", "held"),
    [
        (proposal(text="Volume sampah turun"), "pdf", CopyFinding.CLEAN, False),
        (proposal(text="Laporan DLHK 2025"), "pdf", CopyFinding.NAMED, True),
        (photograph(), "jpg", CopyFinding.WORDLESS, False),
        (b"%PDF-1.7 broken", "pdf", CopyFinding.UNCLEAN, True),
    ],
)
def test_files_that_name_the_entrant_or_cannot_be_cleaned_are_held(
    entry: Entry, content: bytes, kind: str, finding: CopyFinding, held: bool
) -> None:
    document = file_of(entry, content, kind)
    assert prepared(entry) == 1
    assert (copy_of(document).finding, copy_of(document).held) == (finding, held)


def test_an_organiser_gives_out_a_held_file_and_the_ledger_knows(entry: Entry, cast: Cast) -> None:
    document = file_of(entry, proposal(text="Laporan DLHK"))
    prepared(entry)
    anonymity.show_copy(copy=copy_of(document), actor=cast.organiser)
    db.session.commit()
    assert not copy_of(document).held
    acts = db.session.scalars(sa.select(Act.action).where(Act.subject_id == document.id))
    assert "entry.copy_shown" in list(acts)


def test_what_cannot_be_cleaned_stays_held_also_in_the_database(entry: Entry, cast: Cast) -> None:
    document = file_of(entry, b"%PDF-1.7 broken")
    prepared(entry)
    with pytest.raises(Invalid):
        anonymity.show_copy(copy=copy_of(document), actor=cast.organiser)
    copy_of(document).held = False
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


def test_a_name_that_is_added_is_covered_and_holds_files_that_tell_it(
    entry: Entry, cast: Cast
) -> None:
    document = file_of(entry, proposal(text="Penggagas: Pak Suta"))
    prepared(entry)
    assert not copy_of(document).held
    for _ in range(2):
        anonymity.hide_name(entry=entry, name=" Pak  Suta ", actor=cast.organiser)
    assert copy_of(document).held
    assert [each.name for each in db.session.scalars(sa.select(HiddenName))] == ["Pak Suta"]


def test_organisers_of_the_same_agency_decide_nothing(round_: Round, cast: Cast) -> None:
    own = make.entry(round_.edition, make.agency("brida"), state=EntryState.PASSED)
    document = file_of(own, proposal())
    prepared(own)
    with pytest.raises(Refused):
        anonymity.hold_copy(copy=copy_of(document), actor=cast.organiser)
    with pytest.raises(Refused):
        anonymity.hide_name(entry=own, name="Pak Suta", actor=cast.organiser)


def test_the_organiser_sees_before_opening_what_still_tells_the_entrant(
    round_: Round, entry: Entry, cast: Cast, visit: Visit
) -> None:
    file_of(entry, proposal(text="Laporan DLHK"))
    prepared(entry)
    db.session.add(make.document(entry, "video"))
    page = visit(cast.organiser).get(f"/panitia/penilaian/{round_.id}/tanpa-nama/")
    assert "“DLHK” disamarkan dalam teks Judul" in page.text
    assert "Teksnya menyebut pengusul" in page.text
    assert "1 tautan tidak ditampilkan kepada juri." in page.text
    assert "Perlu dilihat" in page.text


def test_an_organiser_neither_sees_nor_decides_on_entries_of_the_own_agency(
    round_: Round, cast: Cast, visit: Visit
) -> None:
    own = make.entry(round_.edition, make.agency("brida"), state=EntryState.PASSED)
    document = file_of(own, proposal())
    prepared(own)
    organiser, base = visit(cast.organiser), f"/panitia/penilaian/{round_.id}/tanpa-nama"
    assert own.title not in organiser.get(f"{base}/").text
    assert organiser.get(f"{base}/berkas/{document.id}").status == 404
    assert organiser.post(f"{base}/usulan/{own.id}", {"name": "Pak Suta"}).status == 404


def test_the_organiser_decides_and_hides_names_on_the_page(
    round_: Round, entry: Entry, cast: Cast, visit: Visit
) -> None:
    document = file_of(entry, proposal(text="Laporan DLHK"))
    prepared(entry)
    organiser, base = visit(cast.organiser), f"/panitia/penilaian/{round_.id}/tanpa-nama"
    preview = organiser.get(f"{base}/berkas/{document.id}").response
    assert preview.data.startswith(b"%PDF-")
    assert "DLHK" not in str(preview.headers)
    organiser.post(f"{base}/berkas/{document.id}", {"act": "show"})
    assert "Diberikan" in organiser.get(f"{base}/").text
    organiser.post(f"{base}/usulan/{entry.id}", {"name": "Pak Suta"})
    hidden = db.session.scalars(sa.select(HiddenName)).one()
    assert "Pak Suta" in organiser.get(f"{base}/").text
    organiser.post(f"{base}/usulan/{entry.id}/hapus", {"hidden": hidden.id})
    assert "Pak Suta" not in organiser.get(f"{base}/").text
    assert visit(cast.external_judge).get(f"{base}/").status == 403


def test_the_check_list_costs_the_same_for_one_entry_as_for_ten(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    def cost() -> int:
        db.session.expire_all()
        with statements() as count:
            blind.exposures(cast.organiser, round_, 1)
        return int(count)

    file_of(entry, proposal())
    prepared(entry)
    one = cost()
    for code in (
        "dinkes",
        "dishub",
        "brida",
        "disbud",
        "damkar",
        "bpbd",
        "dinsos",
        "pupr",
        "perkim",
    ):
        make.entry(round_.edition, make.agency(code), state=EntryState.PASSED)
    assert cost() == one


def test_a_round_that_has_been_opened_stays_as_judges_found_it(
    round_: Round, entry: Entry, cast: Cast
) -> None:
    actions.open_round(round_=round_, actor=cast.organiser)
    edition = round_.edition
    before = blueprint_of(edition)
    rounds = tuple(replace(each, blind=False) for each in before.rounds)
    with pytest.raises(Invalid) as refused:
        competitions.amend(
            edition=edition,
            blueprint=replace(before, rounds=rounds),
            version=edition.version,
            actor=cast.organiser,
        )
    assert "rounds[proposal].blind" in refused.value.fields


def test_nobody_presents_or_is_visited_in_a_blind_round(round_: Round, cast: Cast) -> None:
    round_.state = RoundState.OPEN
    for action in ("order:plan", "visit:plan"):
        assert "tidak dapat disamarkan" in str(why_not(action, round_, cast.organiser))
        round_.blind = False
        assert can(action, round_, cast.organiser)
        round_.blind = True
