"""The organiser reads what the numbers advise; a judge reads about the own marks alone."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from award.competitions.states import RoundState
from award.core.db import db
from award.core.language import number
from award.results.fairness.severity import severity
from award.results.queries import advice, round_standings
from tests import builders
from tests.counting import statements
from tests.guards.test_templates import INLINE
from tests.results import course

STRICT = [(5, 5, 4), (4, 4, 3), (5, 4, 3), (3, 3, 2), (4, 5, 3), (2, 2, 1), (3, 4, 2), (5, 5, 3)]
"""The third judge gives about one level less: twenty points of a hundred."""


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def proposal(edition):
    round_ = course.closed(edition)
    round_.advance_per_category = 3
    for number_, sheets in enumerate(STRICT):
        entry = course.passed(edition, f"Inovasi {chr(65 + number_)}")
        course.scored(round_, entry, *sheets)
    db.session.flush()
    return round_


def address(round_, tail="keadilan"):
    return f"/panitia/hasil/tahap/{round_.id}/{tail}"


def test_a_strict_judge_is_named_with_the_points(proposal, visit, cast):
    page = visit(cast.organiser).get(address(proposal))

    found = advice.round_advice(proposal, round_standings(proposal, parts=False))
    strict = max(found.judges, key=lambda one: one.severity)
    assert strict.judge_id == cast.internal_judge.id
    assert 12 < strict.severity < 20
    said = (
        f"{cast.internal_judge.name} paling ketat: {number(strict.severity, 1)} poin lebih rendah"
    )
    assert said in page.all(".conclusion")[0]
    assert "4 dari 4 usulan di atas garis batas tetap di atas garis" in page.all(".conclusion")[0]


def test_the_page_shows_the_numbers_of_the_engine_beside_the_official_ones(proposal, visit, cast):
    page = visit(cast.organiser).get(address(proposal))

    totals = [[20 * level for level in sheets] for sheets in STRICT]
    entries = [n for n, sheets in enumerate(totals) for _ in sheets]
    judges = [n for sheets in totals for n, _ in enumerate(sheets)]
    engine = severity(np.array(entries), np.array(judges), np.array(totals, float).ravel())
    shown = page.all(".compared tbody tr")
    for row in shown:
        n = ord(row.split("Inovasi ")[1][0]) - 65
        assert number(sum(totals[n]) / 3, 2) in row
        assert number(float(engine.adjusted[n]), 2) in row
    assert len(shown) == len(STRICT)


def test_the_charts_are_inline_pictures_without_style(proposal, visit, cast):
    page = visit(cast.organiser).get(address(proposal))

    body = page.response.get_data(as_text=True)
    assert len(page.soup.select("svg.chart[role=img]")) == 3
    assert [what for what, pattern in INLINE.items() if pattern.search(body)] == []


def test_every_criterion_has_its_sentence_and_its_measures(proposal, visit, cast):
    page = visit(cast.organiser).get(address(proposal))

    assert len(page.all(".verdicts li")) == 1 + len(proposal.criteria)
    assert "Para juri berbeda pendapat tentang nilai total: bicarakan" in page.text
    assert "Krippendorff" in page.text


def test_the_table_to_download_has_both_scores(proposal, visit, cast):
    page = visit(cast.organiser).get(f"{address(proposal)}.csv")

    rows = list(csv.DictReader(io.StringIO(page.response.data.decode("utf-8-sig"))))
    assert len(rows) == len(STRICT)
    assert all(float(row["nilai_disetarakan"]) > 0 and row["peringkat"] for row in rows)


def test_a_card_says_how_firm_the_line_is_and_who_could_move_it(proposal, visit, cast):
    page = visit(cast.organiser).get(address(proposal, "keteguhan"))

    (line,) = advice.round_advice(proposal, round_standings(proposal, parts=False)).lines
    assert f"{round(100 * line.stays)} dari 100" in page.all(".conclusion")[0]
    assert f"Selisih di garis {number(line.margin, 2)} poin" in page.all(".conclusion")[0]
    assert len(page.all(".standings tbody tr")) == len(line.stands)
    assert len(page.soup.select("svg.chart")) == 2


def test_a_card_is_hidden_from_an_organiser_bound_to_one_of_its_entries(proposal, visit, cast):
    own = course.passed(proposal.edition, "Milik Brida", agency=cast.organiser.agency.code)
    course.scored(proposal, own, 5, 5)

    page = visit(cast.organiser).get(address(proposal, "keteguhan"))

    assert "kartu ini disembunyikan" in page.text
    assert "Milik Brida" not in page.text
    assert page.soup.select("svg.chart") == []


def test_winners_have_cards_over_all_rounds(edition, visit, cast):
    course.published(edition, 5, 4, 3, 2)

    page = visit(cast.organiser).get(f"/panitia/hasil/{edition.id}/keteguhan")

    assert len(page.soup.select("section.card svg.chart")) == 2
    assert "Inovasi A" in page.text


def test_the_organiser_reads_every_judge(proposal, visit, cast):
    page = visit(cast.organiser).get(address(proposal, "juri"))

    rows = page.all(".standings tbody tr")
    assert {row.split(" Urutan")[0] for row in rows} == {
        getattr(cast, who).name for who in course.JUDGES
    }


def test_the_organiser_opens_one_judge_with_every_sheet(proposal, visit, cast):
    where = address(proposal, f"juri/{cast.internal_judge.id}")

    page = visit(cast.organiser).get(where)

    assert page.all("h1") == [cast.internal_judge.name]
    rows = page.all(".standings tbody tr")
    assert rows[0] == "Inovasi A 80,00 100,00 −20,0 1,50"
    assert len(rows) == len(STRICT)
    assert visit(cast.organiser).get(address(proposal, f"juri/{cast.staff.id}")).status == 404
    assert visit(cast.internal_judge).get(where).status == 403


def test_a_round_without_sheets_says_so(edition, visit, cast):
    round_ = course.closed(edition)

    for tail in ("keadilan", "keteguhan", "juri"):
        assert "Belum ada" in visit(cast.organiser).get(address(round_, tail)).text


def test_thin_data_leave_the_score_as_it_is_and_say_so(edition, visit, cast):
    round_ = course.closed(edition)
    course.field(round_, 5, 4)

    page = visit(cast.organiser).get(address(round_))

    assert "Data belum cukup" in page.all(".conclusion")[0]
    assert "nilai tidak disesuaikan" in page.text


def test_more_entries_cost_no_more_queries(proposal, visit, cast):
    organiser = visit(cast.organiser)

    def cost():
        with statements() as count:
            organiser.get(address(proposal))
        return int(count)

    cost()  # the first visit loads what stays
    few = cost()
    for sheets in STRICT:
        course.scored(proposal, course.passed(proposal.edition, "Satu lagi"), *sheets)
    db.session.commit()

    assert cost() == few


def own(round_):
    return f"/juri/babak/{round_.id}/laporan"


def test_a_judge_reads_the_own_report_and_no_other_name(proposal, visit, cast):
    page = visit(cast.internal_judge).get(own(proposal))

    assert "Anda menilai lebih ketat" in page.all(".conclusion")[0]
    assert len(page.all(".standings tbody tr")) == len(STRICT)
    assert cast.external_judge.name not in page.text
    assert cast.second_judge.name not in page.text


def test_the_report_opens_when_scoring_is_over(proposal, visit, cast):
    proposal.state = RoundState.OPEN

    page = visit(cast.internal_judge).get(own(proposal))

    assert page.status == 403
    assert "setelah penilaian tahap ini ditutup" in page.text


def test_the_report_is_unknown_to_who_judged_nothing(edition, visit, cast):
    round_ = course.closed(edition)
    course.field(round_, 5)

    assert visit(cast.internal_judge).get(own(round_)).status == 404
    assert visit(cast.staff).get(own(round_)).status == 404
