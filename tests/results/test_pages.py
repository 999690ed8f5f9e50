"""The organiser's pages: what they show, and what their buttons do."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import event, select

from award.competitions.states import EditionState, RoundState
from award.core import ledger
from award.core.db import db
from award.judging.actions.conflicts import declare
from award.judging.states import ConflictKind
from award.results.models import Decision, PlenaryVote
from tests import builders
from tests.counting import statements
from tests.results import course


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def proposal(edition):
    round_ = course.closed(edition)
    round_.advance_per_category = 2
    return round_


@pytest.fixture
def organiser(visit, cast):
    return visit(cast.organiser)


def address(round_, tail=""):
    return f"/panitia/hasil/tahap/{round_.id}{tail}"


def rows(page):
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select(".standings tbody tr")]


def selects(statements):
    return sum(each.startswith("SELECT") for each in statements)


def something_happens(edition, cast):
    """Builders write no acts; what they wrote is told to pages by one."""
    ledger.record("sheet.finished", edition, actor=cast.organiser, edition_id=edition.id)
    db.session.commit()


def read(page):
    text = page.response.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_board_tells_how_far_the_edition_is(proposal, visit, cast):
    course.field(proposal, 5, 4)

    page = visit(cast.organiser).get(f"/panitia/hasil/{proposal.edition_id}")

    assert "Penilaian proposal Menunggu penetapan 2 usulan, 2 lembar nilai selesai." in page.text
    assert "Masih ada tahap yang belum ditetapkan." in page.text
    assert page.all(".stat")[1] == "0/3 tahap ditetapkan"


def test_the_list_shows_rank_score_marks_and_the_rule_that_parted_equals(proposal, visit, cast):
    course.field(proposal, 4, [4, 4, 4, 5, 4, 4, 2], 2)

    page = visit(cast.organiser).get(address(proposal))

    first, second, line, third = rows(page)
    assert first.startswith("1 Inovasi B Dinas Lingkungan Hidup dan Kebersihan")
    assert "Dipisahkan oleh: Nilai Signifikansi lebih tinggi 80,00 0,00 1 4,00" in first
    assert second.startswith("2 Inovasi A")
    assert line == "Garis batas: 2 terbaik"
    assert third.startswith("3 Inovasi C")


def test_a_line_through_a_tie_is_drawn_and_said(proposal, visit, cast):
    course.field(proposal, 5, 4, 4)

    page = visit(cast.organiser).get(address(proposal))

    assert rows(page)[2] == "Garis batas: 2 terbaik. Garis ini membelah seri."
    assert "2 seri Inovasi B" in page.text
    assert "Garis batas membelah seri. Luaskan batas saat menetapkan" in page.text
    assert page.soup.find("a", string="Catat keputusan pleno")


def test_one_category_is_shown_at_a_time_or_all(proposal, visit, cast):
    course.field(proposal, 5)
    course.field(proposal, 4, category=3)
    organiser = visit(cast.organiser)

    health = organiser.get(address(proposal, "?kategori=kesehatan"))
    everything = organiser.get(address(proposal, "?kategori=semua"))

    assert [each.split(":")[0] for each in health.all("caption")] == ["Pelayanan kesehatan"]
    assert len(everything.all("caption")) == 2


def test_the_plenary_is_recorded_on_its_page(proposal, visit, cast):
    _, b, c = course.field(proposal, 5, 4, 4)
    organiser = visit(cast.organiser)
    form = organiser.get(address(proposal, f"/pleno?usulan={b.id}"))
    agency = "(Dinas Lingkungan Hidup dan Kebersihan)"
    assert form.all("label")[:2] == [f"Inovasi B {agency}", f"Inovasi C {agency}"]
    none = organiser.post(address(proposal, f"/pleno?usulan={b.id}"), {"reason": "Dampak."})
    assert (none.status, none.text.count("Pilih urutan usulan ini.")) == (422, 4)

    same = {f"posisi-{b.id}": 1, f"posisi-{c.id}": 1, "reason": "Dampak."}
    refused = organiser.post(address(proposal, f"/pleno?usulan={b.id}"), same)
    assert refused.status == 422
    assert "Urutan ini dipilih lebih dari satu kali." in refused.text
    assert "Dampak." in refused.text

    right = {**same, f"posisi-{b.id}": 2}
    organiser.post(address(proposal, f"/pleno?usulan={b.id}"), right)

    votes = db.session.scalars(select(PlenaryVote).order_by(PlenaryVote.position)).all()
    assert [each.entry_id for each in votes] == [c.id, b.id]
    after = organiser.get(address(proposal))
    assert "Dipisahkan oleh: Keputusan sidang pleno" in after.text
    again = after.soup.find("a", string="Ubah keputusan pleno")["href"]
    assert organiser.get(again).status == 200


def test_there_is_nothing_to_vote_on_without_a_tie(proposal, visit, cast):
    a, *_ = course.field(proposal, 5, 4)

    organiser = visit(cast.organiser)

    assert organiser.get(address(proposal, f"/pleno?usulan={a.id}")).status == 404
    assert organiser.get(address(proposal, "/pleno?usulan=x")).status == 404


def test_deciding_says_who_goes_on_and_asks_about_the_tie(proposal, visit, cast):
    course.field(proposal, 5, 4, 4)
    organiser, category = visit(cast.organiser), proposal.edition.categories[0].id
    page = organiser.get(address(proposal, "/tetapkan"))
    assert "Luaskan batas: semua yang seri lanjut, menjadi 3 usulan" in page.text
    assert "3 usulan dinilai oleh kurang dari 3 juri." in page.text

    refused = organiser.post(address(proposal, "/tetapkan"))
    assert refused.status == 422
    assert "Garis batas membelah nilai seri" in refused.text

    done = organiser.post(address(proposal, "/tetapkan"), {"widen": category})
    assert done.status == 302
    after = organiser.get(done.location)
    assert "Batas diluaskan: semua usulan yang seri" in after.text
    assert len(db.session.scalars(select(Decision)).all()) == 3


def test_a_decision_is_taken_back_after_being_told_what_is_lost(proposal, visit, cast):
    course.field(proposal, 5)
    organiser = visit(cast.organiser)
    organiser.post(address(proposal, "/tetapkan"))
    page = organiser.get(address(proposal, "/batalkan"))
    assert "penugasan juri pada tahap Presentasi dan wawancara ikut dihapus" in page.text

    organiser.post(address(proposal, "/batalkan"))

    assert db.session.scalars(select(Decision)).all() == []
    assert builders.round_of(proposal.edition, state=RoundState.CLOSED).state == "closed"


def test_the_table_to_download_has_the_same_columns_whatever_is_missing(proposal, visit, cast):
    course.field(proposal, 5, 4)
    silent = course.passed(proposal.edition, '=HYPERLINK("http://jahat")')
    builders.admitted(proposal, silent)

    page = visit(cast.organiser).get(address(proposal, ".csv"))

    first, _, last = read(page)
    assert (first["peringkat"], first["nilai"], first["signifikansi"]) == ("1", "100.00", "5.00")
    assert last["judul"] == '\'=HYPERLINK("http://jahat")'
    assert (last["nilai"], last["signifikansi"], last["keputusan"]) == ("", "", "")
    assert "attachment" in page.response.headers["Content-Disposition"]


def test_the_final_table_names_the_rounds(edition, visit, cast):
    course.decided(edition, 5, 4)

    first = read(visit(cast.organiser).get(f"/panitia/hasil/{edition.id}/akhir.csv"))[0]

    assert (first["nilai"], first["presentasi"]) == ("100.00", "100.00")


def test_freezing_shows_the_winners_first(edition, visit, cast):
    course.decided(edition, 5, 4, 3)
    organiser, path = visit(cast.organiser), f"/panitia/hasil/{edition.id}/kunci"

    fewer = organiser.get(f"{path}?juara=2&harapan=0")
    assert fewer.all(".medals .state") == ["Juara I", "Juara II"]
    assert organiser.get(f"{path}?juara=x").all(".medals .state") == [
        "Juara I",
        "Juara II",
        "Juara III",
    ]

    organiser.post(path, {"juara": 2, "harapan": 0})

    db.session.refresh(edition)
    assert edition.state == EditionState.FROZEN
    outcomes = [
        each.outcome
        for each in db.session.scalars(
            select(Decision).where(Decision.round_id.is_(None)).order_by(Decision.rank)
        )
    ]
    assert outcomes == ["winner", "winner", "finalist"]


def test_a_contested_place_leads_to_the_plenary(edition, visit, cast):
    a, b = course.decided(edition, 4, 4)
    organiser, path = visit(cast.organiser), f"/panitia/hasil/{edition.id}"
    page = organiser.get(f"{path}/kunci")
    assert "Seri untuk Juara I; sidang pleno yang memutuskan." in page.text
    assert organiser.post(f"{path}/kunci", {"juara": 3, "harapan": 3}).status == 422

    vote = {f"posisi-{a.id}": 2, f"posisi-{b.id}": 1, "reason": "Dampak lebih luas."}
    organiser.post(f"{path}/akhir/pleno?usulan={a.id}", vote)

    assert organiser.get(f"{path}/kunci").all(".medals li")[0].startswith("Juara I Inovasi B")


def test_the_result_is_unlocked_with_a_reason_only(edition, visit, cast):
    course.decided(edition, 5)
    organiser, path = visit(cast.organiser), f"/panitia/hasil/{edition.id}"
    organiser.post(f"{path}/kunci", {"juara": 3, "harapan": 3})
    assert organiser.post(f"{path}/buka-kunci", {"reason": " "}).status == 422

    organiser.post(f"{path}/buka-kunci", {"reason": "Keliru."})

    db.session.refresh(edition)
    assert edition.state == EditionState.OPEN


def test_publishing_says_what_becomes_public_and_who_is_told(edition, visit, cast):
    course.decided(edition, 5, 4)
    course.unheard(edition)
    organiser, path = visit(cast.organiser), f"/panitia/hasil/{edition.id}"
    organiser.post(f"{path}/kunci", {"juara": 1, "harapan": 0})
    page = organiser.get(f"{path}/umumkan")
    assert "1 pemenang dengan judul, tempat, dan perangkat daerahnya 1 finalis lain" in page.text
    assert "jumlah juri: 1 orang, tanpa nama" in page.text
    assert "3 staf dan kepala dari 1 perangkat daerah" in page.text

    typed = {"decree_number": "77/HK/2026", "decree_date": "2026-12-01"}
    early = organiser.post(f"{path}/umumkan", typed)
    assert early.status == 422
    assert "Tanggal keputusan belum tiba." in early.text
    assert 'value="77/HK/2026"' in str(early.soup)

    done = organiser.post(f"{path}/umumkan", {**typed, "decree_date": "2026-05-08"})

    assert done.location == "/pemenang/2026"
    again = organiser.post(f"{path}/umumkan", {**typed, "decree_date": "2026-05-08"})
    assert again.status == 403
    assert "Hasil edisi ini sudah diumumkan." in again.text


def test_a_long_list_costs_the_queries_of_a_short_one(edition, proposal, visit, cast):
    seen = []
    course.field(proposal, 4, 4)
    organiser = visit(cast.organiser)
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    organiser.get(address(proposal))
    few = selects(seen)
    course.field(proposal, *[4] * 12)
    something_happens(edition, cast)

    seen.clear()
    page = organiser.get(address(proposal))

    assert len(rows(page)) == 15
    assert selects(seen) == few


def test_a_list_is_ranked_once_while_nothing_happens_in_its_edition(edition, proposal, visit, cast):
    course.field(proposal, 4, 3)
    organiser, path = visit(cast.organiser), address(proposal)
    before = rows(organiser.get(path))

    with statements() as again:
        assert rows(organiser.get(path)) == before
    course.field(proposal, 5)
    something_happens(edition, cast)
    with statements() as anew:
        after = rows(organiser.get(path))

    assert int(again) < int(anew)
    assert "80,00" in before[0]
    assert "100,00" in after[0]


def test_a_recalled_list_hides_from_each_organiser_what_they_are_bound_to(
    edition, proposal, visit, cast
):
    entry, _other = course.field(proposal, 5, 4)
    bound, free = cast.second_organiser, visit(cast.organiser)
    declare(person=bound, kind=ConflictKind.FAMILY, entry=entry, actor=bound)
    assert "100,00" in rows(free.get(address(proposal)))[0]

    seen = rows(visit(bound).get(address(proposal)))

    assert "100,00" not in " ".join(seen)
    assert "disembunyikan" in " ".join(seen)
    assert "100,00" in rows(free.get(address(proposal)))[0]
