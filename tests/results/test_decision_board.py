"""The decision board: winners under quotas, pages, and what each rule would change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from award.core import ledger
from award.core.db import db
from award.results import actions, ranking
from award.results.queries import lines, simulated
from award.results.ranking import Contender, Quotas, medals
from tests import builders
from tests.counting import statements
from tests.results import course


@pytest.fixture
def edition(app):
    return builders.edition()


def limited(edition, **quotas):
    edition.classes = tuple(replace(each, quota=quotas.get(each.key)) for each in edition.classes)
    db.session.flush()


def placed(*scores):
    return ranking.rank(Contender(key, score) for key, score in scores)


def test_a_full_class_is_passed_over_and_the_next_one_moves_up():
    found = medals(
        placed(("a", 90), ("b", 80), ("c", 70)),
        ("juara_1", "juara_2"),
        Quotas({"a": "desa", "b": "desa", "c": "uptd"}, {"desa": 1}),
    )
    assert found.awarded == {"a": "juara_1", "c": "juara_2"}
    assert found.passed_over == ("b",)


def test_a_tie_is_contested_only_among_those_whose_class_may_still_win():
    classes = {"a": "desa", "b": "desa", "c": "uptd", "d": "uptd"}
    found = medals(
        placed(("a", 90), ("b", 80), ("c", 80), ("d", 80)),
        ("juara_1", "juara_2", "juara_3"),
        Quotas(classes, {"desa": 1}),
    )
    assert found.awarded == {"a": "juara_1"}
    assert found.contested == (ranking.Contest(("juara_2", "juara_3"), ("c", "d")),)


def test_without_quotas_nobody_is_passed_over():
    found = medals(placed(("a", 90), ("b", 90), ("c", 80)), ("juara_1", "juara_2", "juara_3"))
    assert found.awarded == {"c": "juara_3"}
    assert found.passed_over == ()


def test_the_frozen_result_obeys_the_quota(edition, cast):
    a, b, c = course.decided(edition, 5, 4, 3)
    limited(edition, perangkat_daerah=2)
    found = {
        each.entry_id: each.place for each in actions.freeze(edition=edition, actor=cast.organiser)
    }
    assert found == {a.id: "juara_1", b.id: "juara_2", c.id: ""}


def test_the_board_shows_provisional_winners_and_whose_quota_is_full(edition, visit, cast):
    course.decided(edition, 5, 4, 3)
    limited(edition, perangkat_daerah=2)
    page = visit(cast.organiser).get(f"/panitia/hasil/{edition.id}/papan")
    assert "Perangkat daerah" in page.text
    assert "paling banyak 2" in page.text
    assert [" ".join(each.split()) for each in page.all(".standings tbody .state")] == [
        "Juara I",
        "Juara II",
        "kuota kelas penuh",
    ]


def test_the_board_of_a_round_shows_who_is_above_the_line(edition, visit, cast):
    round_ = builders.round_of(edition)
    round_.advance_per_category = 1
    course.field(round_, 5, 4, 4, category=1)
    page = visit(cast.organiser).get(f"/panitia/hasil/{edition.id}/papan")
    assert round_.name["id"] in page.text
    assert "di atas garis" in page.text
    assert "di bawah garis" in page.text


def test_the_board_filters_and_turns_pages_at_the_cost_of_one_row(edition, visit, cast):
    round_ = builders.round_of(edition)
    course.field(round_, *[4] * 60)
    course.field(round_, 5, category=1, agency="kec-petang")
    organiser, path = visit(cast.organiser), f"/panitia/hasil/{edition.id}/papan"

    first = organiser.get(path)
    assert len(first.all(".standings tbody tr")) == 50
    assert len(organiser.get(f"{path}?hal=2").all(".standings tbody tr")) == 11
    key = edition.categories[1].key
    assert len(organiser.get(f"{path}?kategori={key}").all(".standings tbody tr")) == 1
    with statements() as many:
        organiser.get(path)
    with statements() as few:
        organiser.get(f"{path}?kategori={key}")
    assert int(many) == int(few) <= 12


def test_what_the_board_keeps_is_never_older_than_the_last_act(edition, cast):
    round_ = builders.round_of(edition)
    [first] = course.field(round_, 4)
    db.session.commit()
    assert [each.entry_id for each in lines.stage(edition).lines] == [first.id]
    [second] = course.field(round_, 5)
    ledger.record("sheet.finished", edition, actor=cast.organiser, edition_id=edition.id)
    db.session.commit()
    assert [each.entry_id for each in lines.stage(edition).lines] == [second.id, first.id]


def test_the_simulation_names_who_would_win_under_another_rule(edition, cast):
    """One harsh judge decides by the mean; the median and the trimmed mean do not hear them."""
    proposal = course.closed(edition)
    steady, disputed = (course.passed(edition, title) for title in ("Tetap", "Diperdebatkan"))
    course.scored(proposal, steady, 4, 4, 4)
    course.scored(proposal, disputed, 5, 5, 1)
    course.decide_all(edition, {steady.id: 4, disputed.id: 4})

    found, titles = simulated.simulated(edition, edition.categories[0])

    by = {(each.variant.kind, each.variant.value): each for each in found}
    assert by["aggregate", "median"].moved == (steady.id, disputed.id)
    assert by["aggregate", "trimmed"].moved == (steady.id, disputed.id)
    assert by["rounding", "each_step"].changes == 0
    assert titles[steady.id] == "Tetap"


def test_the_simulation_shows_what_a_quota_and_a_tie_rule_do(edition, cast, visit):
    a, b = course.decided(edition, [4, 4, 4, 4, 4, 4, 4], [4, 4, 4, 5, 2, 4, 4])
    limited(edition, perangkat_daerah=1)
    found, _ = simulated.simulated(edition, edition.categories[0])
    by = {(each.variant.kind, each.variant.value): each for each in found}
    assert by["quota", "none"].winners_in == (a.id,) or by["quota", "none"].winners_in == (b.id,)

    page = visit(cast.organiser).get(f"/panitia/hasil/{edition.id}/papan/simulasi")
    assert "Tanpa kuota kelas peserta" in page.text
    assert "masuk: " in page.text


def test_a_board_without_entries_offers_nothing_to_filter_or_simulate(edition, cast, visit):
    organiser, path = visit(cast.organiser), f"/panitia/hasil/{edition.id}/papan"
    board, simulation = organiser.get(path), organiser.get(f"{path}/simulasi")
    assert "Belum ada usulan pada tahap ini." in board.text
    assert not board.all("main form")
    assert "Belum ada usulan yang dapat disimulasikan." in simulation.text
    assert not simulation.all("main table")


def test_agencies_in_ranked_lists_follow_the_language_of_the_page(edition, cast, visit):
    course.decided(edition, 5, 4)
    for language, name in (("id", "Dinas Lingkungan Hidup"), ("en", "Environment and Sanitation")):
        reader = visit(cast.organiser, language=language)
        for page in ("papan", "akhir"):
            assert name in reader.get(f"/panitia/hasil/{edition.id}/{page}").text
