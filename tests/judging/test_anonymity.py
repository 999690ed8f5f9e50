"""The anonymity suite: through no door does a judge of a blind round learn who is behind an entry,
nor, before finishing, what the others think of it. Planted leaks show that it would notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core import mail
from award.core.access import RULES
from award.core.db import db
from award.entries.actions import anonymity
from award.entries.models import Document, Entry, HiddenName, SectionText
from award.entries.queries_visibility import names_of, without_copy
from award.entries.states import EntryState
from award.entries.visibility import Seen, Veil
from award.judging.models import Assignment, Mark, RoundEntry
from award.judging.queries import blind
from award.judging.queries import sheets as queries
from award.people.models import Agency, User
from award.people.queries import all_agencies
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast
from tests.core.test_neutral import photograph, proposal, workbook
from tests.counting import statements
from tests.judging.doors import Answer, every_address, heard, leaks, walk
from tests.judging.test_blind import file_of

Visit = Callable[..., Visitor]
AUTHOR, INVENTOR = "Drs. Penulis Suwung", "Pak Suta"
REASON, COMMENT = "Menurut saya buktinya tipis sekali.", "Catatan pribadi juri kedua."
WORDLESS = "Isi yang tidak menyebut siapa pun."


@dataclass
class Setting:
    """A blind round with two entries, one of them already judged by somebody else."""

    entries: list[Entry]
    assignments: list[Assignment]
    hidden: list[str]
    """Whatever tells who is behind an entry."""
    others: list[str]
    """Whatever tells what another judge thinks, or who that is."""
    values: dict[str, list[object]]


@pytest.fixture
def setting(app: Flask, cast: Cast) -> Setting:
    edition = make.edition()
    round_ = make.round_of(edition)
    round_.blind = True
    own = _entry(edition, "dlhk", "Bank Sampah DLHK")
    sub = _entry(edition, "pkm-kuta-i", "Antar Obat Puskesmas Kuta I")
    assignments = [make.assignment(round_, each, cast.external_judge) for each in (own, sub)]
    total = _judged(round_, own, cast.second_judge)
    _judged(round_, own, cast.internal_judge)
    db.session.commit()
    return Setting(
        [own, sub],
        assignments,
        _hidden([own, sub]),
        [
            *(each.name for each in (cast.second_judge, cast.internal_judge)),
            *total,
            REASON,
            COMMENT,
        ],
        _values([own, sub], assignments, cast),
    )


def _entry(edition: Any, code: str, title: str) -> Entry:
    """An entry whose every text, file name and file tells where it comes from."""
    agency = make.agency(code)
    entry = make.entry(edition, agency, state=EntryState.PASSED, title=title)
    told = f"Kami, {agency.name} ({agency.short_name}), bersama {INVENTOR}; {AUTHOR}@contoh.id."
    for text in db.session.scalars(sa.select(SectionText).where(SectionText.entry_id == entry.id)):
        text.text = told
    for name in (INVENTOR, AUTHOR):
        db.session.add(
            HiddenName(entry_id=entry.id, name=name, added_at=entry.created_at, added_by_id=1)
        )
    file_of(entry, proposal(AUTHOR, f"Surat {agency.short_name}"), key="sk_inovasi")
    file_of(entry, proposal(AUTHOR, WORDLESS), key="sp_replikasi")
    file_of(entry, photograph(AUTHOR), "jpg", key="foto")
    file_of(entry, workbook(AUTHOR), "xlsx", key="section:signifikansi")
    file_of(entry, b"%PDF-1.7 broken " + AUTHOR.encode(), key="pedoman")
    for document in db.session.scalars(sa.select(Document).where(Document.entry_id == entry.id)):
        document.name = f"{agency.short_name} suwung.{document.kind}"
    db.session.add(make.document(entry, "video", link=f"https://{code}.contoh.id/video"))
    db.session.flush()
    names = names_of([entry])[entry.id]
    anonymity.keep_copies(
        looks=[
            anonymity.look(each.id, each.sha256, each.kind, names) for each in without_copy(entry)
        ]
    )
    return entry


def _judged(round_: Round, entry: Entry, judge: User) -> list[str]:
    """Another judge has finished; the total as pages and files would write it."""
    sheet = make.sheet(make.assignment(round_, entry, judge), [2, 3, 2, 4, 3, 3, 4])
    sheet.comment = COMMENT
    for mark in sheet.marks:
        mark.reason = REASON
    return [f"{sheet.total:.2f}", f"{sheet.total:.2f}".replace(".", ",")]


def _hidden(entries: list[Entry]) -> list[str]:
    walls = [entry.wall_id for entry in entries]
    agencies = db.session.scalars(sa.select(Agency).where(Agency.id.in_(walls)))
    own = [entry.agency for entry in entries]
    people = db.session.scalars(sa.select(User).where(User.wall_id.in_(walls))).all()
    words = {AUTHOR, INVENTOR, "suwung", "contoh.id/video"}
    for agency in (*agencies, *own):
        words |= {agency.name, agency.name_en, agency.short_name, agency.code}
    return sorted(words | {each.name for each in people} | {each.email for each in people})


def _values(entries: list[Entry], assignments: list[Assignment], cast: Cast) -> dict[str, Any]:
    documents = db.session.scalars(sa.select(Document.id).order_by(Document.id)).all()
    return {
        "assignment_id": [each.id for each in assignments],
        "entry_id": [each.id for each in entries],
        "innovation_id": [each.innovation_id for each in entries],
        "document_id": list(documents),
        "round_id": [assignments[0].round_id],
        "edition_id": [entries[0].edition_id],
        "agency_id": [entries[0].agency_id],
        "user_id": [cast.staff.id, cast.second_judge.id],
        "judge_id": [cast.external_judge.id, cast.second_judge.id],
        "year": [2026],
        "kind": ["juara"],
        "suffix": ["zip"],
        "key": ["kebaruan"],
        "code": ["ABCD-1234"],
        "token": ["x"],
    }


EVERY_AGENCY = "/juri/benturan"
"""Where a judge declares conflicts, all agencies stand in one list: it points at none of them."""


def opened(judge: Visitor, setting: Setting, within: str = "/") -> list[Answer]:
    return list(walk(judge, list(every_address(judge.app, setting.values)), within))


def told_anywhere(judge: Visitor, setting: Setting, words: list[str]) -> bool:
    """Whether any door of a judge tells one of the words: the first that does is enough."""
    answers = walk(judge, list(every_address(judge.app, setting.values)), "/juri/")
    return any(leaks([answer], words) for answer in answers)


def written(judge: Visitor, setting: Setting) -> list[Answer]:
    """What the judge's own writing is answered with: kept, clashing, incomplete, finished twice."""
    path = f"/juri/lembar/{setting.assignments[0].id}"
    level = {"level-kebaruan": "4", "reason-kebaruan": "Cukup."}
    script = {"Accept": "application/json"}
    tries: list[tuple[str, dict[str, str], dict[str, str]]] = [
        (path, {**level, "version": "0"}, {}),
        (path, {**level, "version": "7", "comment": "Lain."}, {}),
        (path, {**level, "version": "7", "comment": "Lain."}, script),
        (path, {**level, "version": "1", "act": "finish"}, {}),
        (f"{path}/buka", {}, {}),
        (f"{path}/bandingkan", {}, {}),
        (f"{path}/ubah", {"criterion": "kebaruan", "level": "5", "reason": "x"}, {}),
    ]
    return [
        heard(f"POST {door}", judge.post(door, data, headers=headers))
        for door, data, headers in tries
    ]


def received(cast: Cast) -> list[Answer]:
    """The letters in the outbox for the judge."""
    own = sa.select(mail.Mail).where(mail.Mail.recipient == cast.external_judge.email)
    return [
        Answer("surat", 200, f"{each.subject}\n{each.body}") for each in db.session.scalars(own)
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_through_no_door_does_a_judge_learn_who_is_behind_an_entry_or_what_others_think(
    setting: Setting, visit: Visit, cast: Cast, language: str
) -> None:
    judge = visit(cast.external_judge, language)
    within = "/" if language == "id" else "/juri"
    answers = opened(judge, setting, within) + written(judge, setting) + received(cast)
    told = [answer for answer in answers if answer.door != EVERY_AGENCY]
    assert leaks(told, setting.hidden) == []
    assert leaks(answers, setting.others) == []
    given = {answer.door for answer in answers if answer.status == 200}
    sheet = f"/juri/lembar/{setting.assignments[0].id}"
    assert {"/juri/", "/juri/nilai.csv", sheet} <= given
    assert len([door for door in given if door.startswith(f"{sheet}/dokumen/")]) == 3
    assert [answer.door for answer in answers if answer.status >= 500] == []


def test_where_a_judge_declares_conflicts_every_agency_is_offered_and_no_entry(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    page = visit(cast.external_judge).get(EVERY_AGENCY)
    offered = page.all("#c-about option[value]:not([value=''])")
    assert offered == [each.name for each in all_agencies()]


def test_the_judge_still_reads_what_there_is_to_judge(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    alias = db.session.scalars(sa.select(RoundEntry.alias).order_by(RoundEntry.entry_id)).first()
    page = visit(cast.external_judge).get(f"/juri/lembar/{setting.assignments[0].id}")
    assert f"Pengusul {alias}" in page.text
    assert page.all("h1") == ["Bank Sampah [disamarkan]"]
    assert "Kami, [disamarkan] ([disamarkan]), bersama [disamarkan]" in page.text
    assert "Ditahan panitia: berkas ini menyebut pengusulnya." in page.text
    assert "Tautan tidak ditampilkan" in page.text
    links = page.soup.select("#dokumen a[href*=dokumen]")
    assert all(str(alias) in link.text for link in links)
    assert len(links) == 2


def test_a_file_that_is_held_is_refused_with_its_reason(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    judge, path = visit(cast.external_judge), f"/juri/lembar/{setting.assignments[0].id}/dokumen"
    held = db.session.scalars(
        sa.select(Document.id).where(
            Document.entry_id == setting.entries[0].id, Document.key.in_(("sk_inovasi", "pedoman"))
        )
    ).all()
    for document_id in held:
        page = judge.get(f"{path}/{document_id}")
        assert page.status == 403
        assert "Ditahan panitia" in page.text


def test_what_is_hidden_can_neither_be_searched_for_nor_give_an_order(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    judge = visit(cast.external_judge)
    for word in setting.hidden:
        assert judge.get("/juri/", query_string={"cari": word}).all(".picks strong") == []
    assert judge.get("/juri/?cari=obat").all(".picks strong") == ["Antar Obat [disamarkan]"]
    assert judge.get("/juri/?urut=judul").all(".picks strong")[0].startswith("Antar Obat")
    refused = judge.get("/juri/?urut=pengusul")
    assert refused.status == 422
    assert "tidak dapat diurutkan menurut pengusul" in refused.text


def test_where_names_are_shown_they_can_be_searched_for_and_give_an_order(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    setting.assignments[0].round.blind = False
    judge = visit(cast.external_judge)
    assert judge.get("/juri/?cari=dlhk").all(".picks strong") == ["Bank Sampah DLHK"]
    assert judge.get("/juri/?urut=pengusul").status == 200


def test_files_of_another_round_are_no_way_around(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    """The address names the assignment: what one round shows, another still hides."""
    later = make.round_of(setting.entries[0].edition, "presentasi")
    named = make.assignment(later, setting.entries[0], cast.external_judge)
    document = setting.values["document_id"][1]
    judge = visit(cast.external_judge)
    assert "suwung" in str(
        judge.get(f"/juri/lembar/{named.id}/dokumen/{document}").response.headers
    )
    veiled = judge.get(f"/juri/lembar/{setting.assignments[0].id}/dokumen/{document}")
    assert veiled.status == 200
    assert leaks([heard("", veiled)], setting.hidden) == []


def test_a_blind_sheet_stays_within_ten_statements_and_a_desk_grows_by_none(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    judge = visit(cast.external_judge)

    def cost(path: str) -> int:
        with statements() as count:
            assert judge.get(path).status == 200
        return int(count)

    assert cost(f"/juri/lembar/{setting.assignments[1].id}") <= 10
    before = cost("/juri/")
    for code in ("dishub", "disbud", "damkar"):
        entry = make.entry(setting.entries[0].edition, make.agency(code), state=EntryState.PASSED)
        make.assignment(setting.assignments[0].round, entry, cast.external_judge)
    assert cost("/juri/") == before


def _original_name(target: queries.SheetDocument) -> tuple[str, str]:
    assert target.copy
    return target.document.name, target.copy.sha256


PLANTS: dict[str, tuple[Any, str, Any]] = {
    "a name on the sheet": (
        Seen,
        "entrant_in_full",
        property(lambda seen: seen.entry.agency.full_name),
    ),
    "a name on the desk": (Seen, "entrant", property(lambda seen: seen.entry.agency.label)),
    "a title as it was written": (Seen, "title", property(lambda seen: seen.entry.title)),
    "texts as they were written": (Veil, "masked", lambda _veil, text: text),
    "a file under its own name": (blind, "given_out", _original_name),
    "a file as it was sent": (
        blind,
        "given_out",
        lambda target: ("berkas.pdf", target.document.sha256),
    ),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_the_suite_notices_a_planted_leak(
    setting: Setting, visit: Visit, cast: Cast, plant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*PLANTS[plant])
    assert told_anywhere(visit(cast.external_judge), setting, setting.hidden)


def test_the_suite_notices_a_letter_that_names_the_entrant(setting: Setting, cast: Cast) -> None:
    title = setting.entries[0].title
    mail.post(recipient=cast.external_judge.email, subject="Tugas baru", body=title)
    assert leaks(received(cast), setting.hidden)


def test_the_suite_notices_marks_shown_too_early(
    setting: Setting, visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RULES, "sheet:compare", lambda _actor, _assignment: None)
    setting.assignments[0].round.state = RoundState.CLOSED
    assert told_anywhere(visit(cast.external_judge), setting, setting.others)


def test_a_judge_who_never_finished_does_not_see_the_others_when_the_round_is_over(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    for state in (RoundState.CLOSED, RoundState.DECIDED):
        setting.assignments[0].round.state = state
        answers = opened(visit(cast.external_judge), setting, "/juri/")
        assert {answer.status for answer in answers} <= {200, 403, 404}
        assert leaks(answers, [*setting.others, *setting.hidden]) == []


def test_a_judge_who_has_finished_reads_the_others_reasons_but_no_names_of_entrants(
    setting: Setting, visit: Visit, cast: Cast
) -> None:
    given = setting.assignments[0]
    for mark in db.session.scalars(sa.select(Mark)):
        mark.reason = f"{REASON} Khas DLHK."
    make.sheet(given, 4).compared_at = given.made_at
    given.round.state = RoundState.CLOSED
    answers = opened(visit(cast.external_judge), setting, "/juri/")
    assert leaks(answers, setting.hidden) == []
    assert leaks(answers, [REASON]) == [(f"/juri/lembar/{given.id}", REASON)]
    report = f"/juri/babak/{given.round_id}/laporan"
    assert report in {answer.door for answer in answers if answer.status == 200}


def test_the_suite_reads_headers_files_and_scripts_answers(app: Flask) -> None:
    told = json.dumps({"error": "Dinas Kesehatan"})
    assert leaks([Answer("x", 409, told)], ["dinas  kesehatan"]) == [("x", "dinas  kesehatan")]
