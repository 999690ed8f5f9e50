"""Practice on samples: who takes part, what each judge learns, and that none of it ever counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core.access import can
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused, Stale
from award.entries.states import EntryState
from award.home.dashboards import cards
from award.judging.actions import calibration as actions
from award.judging.calibration import bearings, others_means
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.models_calibration import Calibration, SampleSheet
from award.judging.models_wall import PanelSeat
from award.judging.queries import calibration as queries
from award.judging.queries import rounds
from award.judging.samples import samples_for
from award.judging.states import SheetState
from award.people.models import User
from award.results.queries import round_standings
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast

Visit = Callable[..., Visitor]


@pytest.fixture
def round_(app: Flask) -> Round:
    return make.round_of(make.edition())


@pytest.fixture
def calibration(round_: Round, cast: Cast) -> Calibration:
    return actions.start_calibration(round_=round_, actor=cast.organiser)


def score(calibration: Calibration, judge: User, *levels: int) -> None:
    """Finish one sample after the other, each with one level throughout."""
    for sample, level in zip(calibration.samples, levels, strict=False):
        practice = queries.practice_for(judge, sample.id)
        assert practice
        marks = {each.key: (level, "Alasan.") for each in calibration.round.criteria}
        actions.save_sample(
            practice=practice, marks=marks, comment="", version=0, finish=True, actor=judge
        )


def test_a_strict_judge_is_above_zero_and_a_lenient_one_below() -> None:
    found = bearings({1: {7: 40.0, 8: 60.0}, 2: {7: 60.0, 8: 80.0}, 3: {7: 50.0, 8: 70.0}})
    assert [found[judge].severity for judge in (1, 2, 3)] == [15.0, -15.0, 0.0]
    assert [found[judge].verdict for judge in (1, 2, 3)] == ["strict", "lenient", "level"]
    assert found[1].spread == pytest.approx(14.142, abs=0.001)
    assert others_means(1, {1: {7: 40.0}, 2: {7: 60.0, 8: 10.0}, 3: {7: 50.0}}) == {7: 55.0}


def test_a_judge_whom_nobody_else_shares_a_sample_with_has_no_severity() -> None:
    found = bearings({1: {7: 40.0}, 2: {8: 60.0}, 3: {}})
    assert (found[1].severity, found[1].spread, found[1].verdict) == (None, None, "alone")
    assert 3 not in found


def test_samples_answer_the_form_within_its_limits_and_say_that_they_are_samples(
    round_: Round,
) -> None:
    limits = {section.key: section.max_words for section in round_.edition.form}
    for sample in samples_for(round_.edition.preset):
        assert sample.title.startswith("Usulan contoh")
        assert sample.texts.keys() == limits.keys()
        assert all(len(text.split()) <= limits[key] for key, text in sample.texts.items())
    assert samples_for("lain") == samples_for("oaoi_badung")


def test_starting_twice_starts_once(round_: Round, calibration: Calibration, cast: Cast) -> None:
    again = actions.start_calibration(round_=round_, actor=cast.organiser)
    assert again is calibration
    assert len(again.samples) == 3


def test_the_judges_of_the_round_take_part_and_nobody_else(
    calibration: Calibration, cast: Cast
) -> None:
    assert len(queries.judges_of(calibration.round_id)) == 3
    db.session.add(PanelSeat(round_id=calibration.round_id, judge_id=cast.external_judge.id))
    db.session.flush()
    assert list(queries.judges_of(calibration.round_id)) == [cast.external_judge]
    for who, known in (("external_judge", True), ("second_judge", False), ("staff", False)):
        mine = queries.own_for(getattr(cast, who), calibration.id)
        assert (mine is not None) == known
        sample = calibration.samples[0].id
        assert (queries.practice_for(getattr(cast, who), sample) is not None) == known


def test_a_finished_sample_stays_and_a_closed_calibration_takes_no_more(
    calibration: Calibration, cast: Cast
) -> None:
    judge = cast.external_judge
    score(calibration, judge, 4)
    first, second = (queries.practice_for(judge, each.id) for each in calibration.samples[:2])
    assert not can("calibration:score", first, judge)
    assert can("calibration:score", second, judge)
    actions.close_calibration(calibration=calibration, actor=cast.organiser)
    assert not can("calibration:score", second, judge)
    with pytest.raises(Refused):
        actions.close_calibration(calibration=calibration, actor=cast.organiser)


def test_the_rubric_holds_for_samples_as_for_entries(calibration: Calibration, cast: Cast) -> None:
    practice = queries.practice_for(cast.external_judge, calibration.samples[0].id)
    assert practice
    given: dict[str, Any] = {"practice": practice, "comment": "", "actor": cast.external_judge}
    with pytest.raises(Invalid) as refused:
        actions.save_sample(marks={"kebaruan": (5, "")}, version=0, finish=True, **given)
    assert str(refused.value.fields["reason-kebaruan"]) == "Tulis alasan untuk tingkat 5."
    with pytest.raises(Invalid):
        actions.save_sample(marks={"kebaruan": (9, "")}, version=0, finish=False, **given)
    actions.save_sample(marks={"kebaruan": (3, "")}, version=0, finish=False, **given)
    given["practice"] = queries.practice_for(cast.external_judge, calibration.samples[0].id)
    with pytest.raises(Stale):
        actions.save_sample(marks={"kebaruan": (4, "")}, version=0, finish=False, **given)


def test_nothing_of_it_counts_anywhere(app: Flask, round_: Round, cast: Cast) -> None:
    """Sheets, progress, figures, standings, the start page and the lock: all as before."""
    entry = make.entry(round_.edition, state=EntryState.PASSED)
    make.sheet(make.assignment(round_, entry, cast.external_judge), 4)

    def counted() -> list[Any]:
        db.session.commit()
        return [
            [each.standings for each in round_standings(round_)],
            rounds.figures(round_),
            [(each.judge.id, each.assigned, each.finished) for each in rounds.progress(round_.id)],
            cards(cast.external_judge),
            [db.session.query(kind).count() for kind in (Assignment, ScoreSheet, Mark)],
            round_.edition.locked_at,
        ]

    with app.test_request_context():
        before = counted()
        calibration = actions.start_calibration(round_=round_, actor=cast.organiser)
        for judge in (cast.external_judge, cast.second_judge):
            score(calibration, judge, 1, 1, 1)
        actions.close_calibration(calibration=calibration, actor=cast.organiser)
        assert counted() == before


def test_what_counts_does_not_refer_to_samples_in_the_database(app: Flask) -> None:
    practice = {"calibration", "sample", "sample_sheet"}
    inspector = sa.inspect(db.engine)
    for table in set(inspector.get_table_names()) - practice:
        referred = {key["referred_table"] for key in inspector.get_foreign_keys(table)}
        assert not referred & practice, table


def test_the_ledger_knows_who_practised_but_no_marks(calibration: Calibration, cast: Cast) -> None:
    score(calibration, cast.external_judge, 4)
    db.session.commit()
    acts = db.session.scalars(sa.select(Act).where(Act.subject == "Calibration")).all()
    assert [act.action for act in acts] == ["calibration.started", "calibration.scored"]
    assert "marks" not in acts[-1].content


def filled(level: int, **more: str) -> dict[str, str]:
    keys = ("latar_belakang", "kebaruan", "implementasi", "signifikansi", "adaptabilitas")
    keys += ("sumber_daya", "keberlanjutan")
    marks = {f"level-{key}": str(level) for key in keys}
    return {**marks, **{f"reason-{key}": "Alasan." for key in keys}, "version": "0", **more}


def test_a_judge_scores_samples_from_the_desk_and_learns_the_own_severity_at_the_end(
    calibration: Calibration, cast: Cast, visit: Visit
) -> None:
    score(calibration, cast.second_judge, 5, 4, 3)
    judge, base = visit(cast.external_judge), f"/juri/kalibrasi/{calibration.id}"
    assert "3 usulan contoh lagi" in judge.get("/juri/").text
    samples = [f"/juri/kalibrasi/usulan/{each.id}" for each in calibration.samples]
    page = judge.get(samples[0])
    assert "Rekam di Rumah" in page.text
    assert "nilainya tidak dihitung" in page.text
    assert (
        judge.post(samples[0], {"level-kebaruan": "3", "act": "save", "version": "0"}).status == 302
    )
    assert judge.get(samples[0]).soup.select_one("#kriteria-kebaruan input[checked][value='3']")
    judge.post(samples[0], filled(4, act="finish", version="1"))
    for path, level in zip(samples[1:], (3, 2), strict=True):
        assert judge.post(path, filled(level, act="finish")).location == base
    waiting = judge.get(base)
    assert "3 dari 3" in waiting.text
    assert "100,00" not in waiting.text
    visit(cast.organiser).post(f"/panitia/penilaian/{calibration.round_id}/kalibrasi/tutup")
    told = judge.get(base)
    assert "Anda rata-rata 20,0 poin lebih ketat daripada juri lain." in told.text
    assert told.all("tbody tr:first-child td") == ["80,00", "100,00", "−20,00"]
    assert cast.second_judge.name not in told.text
    assert "Hasil kalibrasi Anda" in judge.get("/juri/").text


def test_an_incomplete_sample_comes_back_with_what_was_typed(
    calibration: Calibration, cast: Cast, visit: Visit
) -> None:
    page = visit(cast.external_judge).post(
        f"/juri/kalibrasi/usulan/{calibration.samples[0].id}",
        {"level-kebaruan": "3", "comment": "Menarik.", "act": "finish", "version": "0"},
    )
    assert page.status == 422
    assert "Implementasi: Pilih satu tingkat." in page.text
    assert "Menarik." in page.text
    assert db.session.scalars(sa.select(SampleSheet)).all() == []


def test_the_organiser_starts_it_and_sees_everyone(round_: Round, cast: Cast, visit: Visit) -> None:
    organiser, path = visit(cast.organiser), f"/panitia/penilaian/{round_.id}/kalibrasi"
    assert "Mulai kalibrasi" in organiser.get(path).text
    organiser.post(path)
    found = db.session.scalars(sa.select(Calibration)).one()
    score(found, cast.external_judge, 2, 2, 2)
    score(found, cast.second_judge, 4, 4, 4)
    page = organiser.get(path)
    row = next(each for each in page.all("tbody tr") if cast.external_judge.name in each)
    assert re.search(r"3 dari 3 40,00 40,00 40,00 40,00 40,0 0,0$", row)
    assert visit(cast.external_judge).get(path).status == 403
    assert visit(cast.external_judge).post(path).status == 403


def test_a_round_that_is_over_starts_no_practice(round_: Round, cast: Cast) -> None:
    round_.state = RoundState.CLOSED
    with pytest.raises(Refused):
        actions.start_calibration(round_=round_, actor=cast.organiser)


def test_what_is_counted_from_a_visit_cannot_be_practised(round_: Round, cast: Cast) -> None:
    visited = make.round_of(round_.edition, "lapangan", RoundState.DRAFT)
    assert any(criterion.source for criterion in visited.criteria)
    assert not can("calibration:start", visited, cast.organiser)


def test_a_finished_sample_without_total_is_refused_by_the_database(
    calibration: Calibration, cast: Cast
) -> None:
    db.session.add(
        SampleSheet(
            sample_id=calibration.samples[0].id,
            judge_id=cast.external_judge.id,
            state=SheetState.FINISHED,
            saved_at=calibration.opened_at,
        )
    )
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


SCRIPT = {"Accept": "application/json"}


def test_a_script_saves_a_sample_as_it_saves_a_sheet(
    calibration: Calibration, cast: Cast, visit: Visit
) -> None:
    judge, other = visit(cast.external_judge), visit(cast.second_judge)
    path = f"/juri/kalibrasi/usulan/{calibration.samples[0].id}"
    form = judge.get(path).soup.select_one("form[data-sheetsave]")
    assert form
    assert form["action"] == path

    first = judge.post(path, {"level-kebaruan": "3", "version": "0"}, headers=SCRIPT).json
    again = judge.post(path, {"level-kebaruan": "3", "version": "0"}, headers=SCRIPT).json

    assert first == again == {"version": 1, "saved": "Tersimpan 12.00 WITA"}
    now = judge.get(f"{path}/simpanan", headers=SCRIPT).json
    assert now["judge"] == cast.external_judge.id
    assert now["kept"]["fields"]["level-kebaruan"] == "3"
    assert other.get(f"{path}/simpanan", headers=SCRIPT).json["kept"]["version"] == 0


def test_two_tabs_on_a_sample_overwrite_nothing(
    calibration: Calibration, cast: Cast, visit: Visit
) -> None:
    judge, path = visit(cast.external_judge), f"/juri/kalibrasi/usulan/{calibration.samples[0].id}"
    judge.post(path, {"level-kebaruan": "3", "version": "0"}, headers=SCRIPT)

    clash = judge.post(path, {"level-kebaruan": "4", "version": "0"}, headers=SCRIPT)
    assert clash.status == 409
    assert clash.json["kept"]["fields"]["level-kebaruan"] == "3"

    page = judge.post(path, {"level-kebaruan": "4", "version": "0", "act": "save"})
    assert page.status == 409
    assert "Tersimpan: 3" in page.text
    chosen = page.fields("form#lembar")
    assert (chosen["level-kebaruan"], chosen["version"]) == (["4"], "1")
    assert judge.post(path, {**chosen, "level-kebaruan": "4", "act": "save"}).status == 302
