"""Claims and verdicts; the finished checklist on every sheet; what goes before the plenary."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.competitions.states import RoundState
from award.core import ledger
from award.core.access import why_not
from award.core.db import db
from award.core.problems import Invalid, Refused, Stale
from award.judging import actions as judging
from award.judging.models import Assignment, ScoreSheet
from award.judging.states import ConflictKind
from award.results import actions as results
from award.visits import actions, queries
from award.visits.actions.claims import MOST_CLAIMS
from award.visits.models import Claim, Referral, Visit
from award.visits.queries.plans import place_for
from award.visits.queries.visits import visit_for
from award.visits.scoring import Verdict
from award.visits.states import ChecklistState, ReferralState, Settlement
from tests.cast import Cast
from tests.visits import fieldwork

P, H, N, U = Verdict.PROVEN, Verdict.PARTLY, Verdict.DISPROVED, Verdict.UNVERIFIABLE
OTHERS = ("layanan_berjalan", "pengakuan_pengguna", "kelengkapan_bukti", "kelangsungan")


@pytest.fixture
def visit(app: Flask) -> Visit:
    return fieldwork.visit("external_judge", "second_judge")


def answer(
    claim: Claim, verdict: Verdict | None, who: str = "external_judge", **more: Any
) -> Claim:
    said = {"note": "", "version": claim.version, "key": "", **more}
    return actions.answer_claim(claim=claim, verdict=verdict, actor=getattr(Cast(), who), **said)


def finish_sheet(assignment: Assignment, version: int = 0, **marks: int) -> ScoreSheet:
    given = dict.fromkeys(OTHERS, (4, "Sesuai di lokasi."))
    return judging.finish_sheet(
        assignment=assignment,
        marks=given | {key: (level, "") for key, level in marks.items()},
        comment="",
        version=version,
        actor=assignment.judge,
    )


def level(sheet: ScoreSheet) -> tuple[int | None, str]:
    return next(
        (each.level, each.reason)
        for each in sheet.marks
        if each.criterion.key == "kesesuaian_klaim"
    )


def test_the_team_and_the_organiser_list_claims_in_order(visit: Visit, cast: Cast) -> None:
    for who, text in (("organiser", "Klaim satu."), ("second_judge", "Klaim dua.")):
        actions.add_claim(
            visit=visit,
            text=f"  {text}\n",
            section="signifikansi",
            impact=True,
            actor=getattr(cast, who),
        )
    assert [(each.position, each.text, each.impact) for each in visit.claims] == [
        (1, "Klaim satu.", True),
        (2, "Klaim dua.", True),
    ]
    with pytest.raises(Refused):
        actions.add_claim(visit=visit, text="X", section="", impact=False, actor=cast.staff)


@pytest.mark.parametrize(
    ("text", "section", "field"),
    [("", "", "text"), ("x" * 501, "", "text"), ("Klaim.", "tidak_ada", "section")],
)
def test_a_claim_says_something_and_comes_from_the_form(
    visit: Visit, cast: Cast, text: str, section: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_claim(
            visit=visit, text=text, section=section, impact=False, actor=cast.organiser
        )
    assert field in refused.value.fields


def test_the_list_holds_key_claims_and_not_every_sentence(visit: Visit, cast: Cast) -> None:
    for n in range(MOST_CLAIMS):
        fieldwork.claim(visit, f"Klaim {n}.")
    with pytest.raises(Invalid, match="30"):
        actions.add_claim(visit=visit, text="X", section="", impact=False, actor=cast.organiser)


def test_a_claim_is_reworded_or_removed_only_before_it_was_judged(visit: Visit, cast: Cast) -> None:
    said = {"text": "Sampah terangkut 50 ton.", "section": "", "impact": True}
    claim = fieldwork.claim(visit)
    actions.change_claim(claim=claim, actor=cast.external_judge, **said)
    assert (claim.text, claim.impact) == ("Sampah terangkut 50 ton.", True)
    answer(claim, P)
    with pytest.raises(Invalid, match="sudah diperiksa"):
        actions.change_claim(claim=claim, actor=cast.organiser, **{**said, "impact": False})
    with pytest.raises(Invalid, match="sudah diperiksa"):
        actions.remove_claim(claim=claim, actor=cast.organiser)
    other = fieldwork.claim(visit)
    actions.remove_claim(claim=other, actor=cast.organiser)
    assert visit.claims == [claim]


def test_what_could_not_be_verified_needs_its_reason(visit: Visit) -> None:
    claim = fieldwork.claim(visit)
    with pytest.raises(Invalid) as refused:
        answer(claim, U)
    assert "note" in refused.value.fields
    answer(claim, U, note="Gudang terkunci.")
    assert (claim.verdict, claim.note, claim.version) == (U, "Gudang terkunci.", 1)


def test_only_the_team_gives_verdicts(visit: Visit) -> None:
    claim = fieldwork.claim(visit)
    for who in ("organiser", "internal_judge", "staff"):
        with pytest.raises(Refused):
            answer(claim, P, who)
    assert claim.verdict is None


def test_nobody_checks_before_signing_the_code_of_conduct(visit: Visit, cast: Cast) -> None:
    claim = fieldwork.claim(visit)
    visit.round.edition.code_of_conduct = {"id": "Kode etik baru.", "en": "A new code."}
    db.session.flush()
    with pytest.raises(Refused, match="kode etik"):
        answer(claim, P)
    assert visit_for(cast.external_judge, visit.id) is not None
    assert "kode etik" in str(why_not("visit:read", visit, cast.external_judge))


def test_a_judge_whose_task_ended_is_no_longer_of_the_team(visit: Visit, cast: Cast) -> None:
    claim = fieldwork.claim(visit)
    mine = fieldwork.own(visit)
    judging.unassign(assignment=mine, reason="Sakit.", actor=cast.organiser)
    db.session.expire(visit)
    with pytest.raises(Refused):
        answer(claim, P)
    assert visit_for(cast.external_judge, visit.id) is None


def test_an_organiser_bound_to_the_entry_has_no_hand_in_its_visit(visit: Visit, cast: Cast) -> None:
    judging.declare(
        person=cast.organiser,
        kind=ConflictKind.COACH,
        entry=visit.entry,
        agency=None,
        note="Pendamping.",
        actor=cast.organiser,
    )
    for load in (
        lambda: visit_for(cast.organiser, visit.id),
        lambda: place_for(cast.organiser, visit.round_id, visit.entry_id),
    ):
        with pytest.raises(Refused, match="benturan kepentingan"):
            load()
    assert visit_for(cast.second_organiser, visit.id) is not None


def test_a_colleagues_answer_is_never_overwritten_unseen(visit: Visit) -> None:
    claim = fieldwork.claim(visit)
    answer(claim, P, version=0)
    with pytest.raises(Stale):
        answer(claim, N, "second_judge", version=0)
    assert claim.verdict == P
    answer(claim, P, "second_judge", version=0)  # the same answer is no clash
    answer(claim, N, "second_judge", version=1)
    assert (claim.verdict, claim.answered_by_id) == (N, Cast().second_judge.id)


def test_an_answer_sent_twice_counts_once_even_after_the_checklist_was_finished(
    visit: Visit, cast: Cast
) -> None:
    claim = fieldwork.claim(visit)
    answer(claim, H, key="satu")
    answer(claim, H, key="satu", version=0)
    assert claim.version == 1
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    answer(claim, H, key="satu", version=0)
    with pytest.raises(Refused, match="sudah selesai"):
        answer(claim, N, key="dua")


def test_the_finished_checklist_sets_the_level_on_every_sheet_of_the_team(
    visit: Visit, cast: Cast
) -> None:
    fieldwork.judged(visit, P, P, P, N)
    actions.finish_checklist(visit=visit, actor=cast.second_judge)
    assert (visit.percent, visit.level) == (Decimal("75.00"), 3)
    for assignment in visit.team:
        sheet = finish_sheet(assignment, kesesuaian_klaim=5)
        assert level(sheet) == (
            3,
            "Pemeriksaan klaim: 3 terbukti, 0 sebagian, 1 tidak terbukti, "
            "0 tidak dapat diverifikasi; 75%.",
        )
        assert sheet.total == Decimal("74.000000")  # 30 x 3/5 + 70 x 4/5


def test_no_sheet_is_finished_before_the_checklist(visit: Visit) -> None:
    fieldwork.judged(visit, P)
    with pytest.raises(Invalid) as refused:
        finish_sheet(visit.team[0], kesesuaian_klaim=5)
    assert refused.value.fields.keys() == {"level-kesesuaian_klaim"}


def test_a_draft_takes_the_level_over_when_it_is_saved_again(visit: Visit, cast: Cast) -> None:
    assignment = visit.team[0]
    save = {"assignment": assignment, "comment": "", "actor": assignment.judge}
    draft = judging.save_sheet(marks={"kesesuaian_klaim": (5, "")}, version=0, **save)
    assert draft.marks == []
    fieldwork.judged(visit, P)
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    draft = judging.save_sheet(marks={}, version=draft.version, **save)
    assert level(draft)[0] == 5


def test_a_checklist_is_finished_only_when_every_claim_is_judged(visit: Visit, cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.finish_checklist(visit=visit, actor=cast.external_judge)
    fieldwork.judged(visit, P)
    fieldwork.claim(visit)
    with pytest.raises(Invalid):
        actions.finish_checklist(visit=visit, actor=cast.external_judge)
    assert visit.checklist == ChecklistState.OPEN


def test_a_checklist_is_reopened_only_while_no_sheet_rests_on_it(visit: Visit, cast: Cast) -> None:
    fieldwork.judged(visit, P)
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    sheet = finish_sheet(visit.team[0])
    with pytest.raises(Refused, match="sudah ada yang selesai"):
        actions.reopen_checklist(visit=visit, actor=cast.second_judge)
    judging.reopen_sheet(assignment=visit.team[0], actor=visit.team[0].judge)
    actions.reopen_checklist(visit=visit, actor=cast.second_judge)
    assert (visit.checklist, visit.level, visit.percent) == (ChecklistState.OPEN, None, None)
    answer(visit.claims[0], N)
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    assert level(finish_sheet(visit.team[0], sheet.version))[0] == 1


def test_only_disproved_impact_claims_go_before_the_plenary(visit: Visit, cast: Cast) -> None:
    fieldwork.judged(visit, N)
    fieldwork.judged(visit, P, H, U, impact=True)
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    assert queries.open_referrals(visit.round_id) == []
    actions.reopen_checklist(visit=visit, actor=cast.external_judge)
    answer(visit.claims[1], N)
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    found = queries.open_referrals(visit.round_id)
    assert [each.claim_id for each in found] == [visit.claims[1].id]


@pytest.fixture
def referral(visit: Visit, cast: Cast) -> Referral:
    """Everything of the round is scored; one impact claim was disproved."""
    fieldwork.judged(visit, N, impact=True)
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    for assignment in visit.team:
        finish_sheet(assignment)
    visit.round.state = RoundState.LOCKED
    return queries.open_referrals(visit.round_id)[0]


def test_the_round_is_decided_only_after_the_plenary_spoke(
    referral: Referral, visit: Visit, cast: Cast
) -> None:
    with pytest.raises(Invalid, match="Gerakan Pilah Sampah"):
        results.decide_round(round_=visit.round, actor=cast.organiser)
    settle = {"referral": referral, "outcome": Settlement.KEEP, "actor": cast.organiser}
    with pytest.raises(Invalid):
        actions.settle_referral(reason=" ", **settle)
    actions.settle_referral(reason="Selisih cara menghitung.", **settle)
    assert (referral.state, referral.outcome) == (ReferralState.SETTLED, Settlement.KEEP)
    results.decide_round(round_=visit.round, actor=cast.organiser)
    assert visit.round.state == RoundState.DECIDED
    db.session.commit()
    written = set(db.session.scalars(select(ledger.Act.action)))
    assert {"checklist.finished", "level.given", "referral.raised", "referral.settled"} <= written


def test_a_recommended_disqualification_is_carried_out_or_taken_back_first(
    referral: Referral, visit: Visit, cast: Cast
) -> None:
    def plenary(outcome: Settlement, reason: str) -> None:
        actions.settle_referral(
            referral=referral, outcome=outcome, reason=reason, actor=cast.organiser
        )

    plenary(Settlement.DISQUALIFY, "Angka tidak benar.")
    with pytest.raises(Invalid, match="Gerakan Pilah Sampah"):
        results.decide_round(round_=visit.round, actor=cast.organiser)
    assert [each.id for each in queries.undecided_referrals(visit.round_id, ())] == [referral.id]
    assert queries.undecided_referrals(visit.round_id, {visit.entry_id}) == []
    plenary(Settlement.KEEP, "Bukti susulan diterima.")
    results.decide_round(round_=visit.round, actor=cast.organiser)
    with pytest.raises(Refused, match="sudah diputuskan"):
        plenary(Settlement.DISQUALIFY, "Terlambat.")


def test_what_the_plenary_settled_is_not_opened_again_by_the_team(
    referral: Referral, visit: Visit, cast: Cast
) -> None:
    actions.settle_referral(
        referral=referral,
        outcome=Settlement.DISQUALIFY,
        reason="Angka tidak benar.",
        actor=cast.organiser,
    )
    visit.round.state = RoundState.OPEN
    for assignment in visit.team:
        judging.reopen_sheet(assignment=assignment, actor=assignment.judge)
    with pytest.raises(Refused, match="Pleno sudah memutuskan"):
        actions.reopen_checklist(visit=visit, actor=cast.external_judge)


def test_taking_the_check_up_again_withdraws_what_waits_for_the_plenary(
    visit: Visit, cast: Cast
) -> None:
    fieldwork.judged(visit, N, impact=True)
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    actions.reopen_checklist(visit=visit, actor=cast.external_judge)
    assert queries.open_referrals(visit.round_id) == []
    answer(visit.claims[0], N, note="Masih tidak terbukti.")
    actions.finish_checklist(visit=visit, actor=cast.external_judge)
    assert len(queries.open_referrals(visit.round_id)) == 1
