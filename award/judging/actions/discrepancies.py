"""Noting that judges are far apart, and settling it: an extra judge, or the plenary."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, required
from award.judging.actions.panel import assign
from award.judging.discrepancy import Gap
from award.judging.models_discrepancy import Discrepancy, Totals
from award.judging.queries import discrepancies as queries
from award.judging.queries.discrepancies import Case, Finding
from award.judging.queries.walls import why_kept_out
from award.judging.rules_discrepancy import ALREADY_SCORED
from award.judging.states import Way
from award.people.models import User


def look(*, round_: Round, entry_id: int | None = None) -> list[Discrepancy]:
    """Note where judges of a round, or of one entry, are far apart; what is new.

    The same totals are noted once. One whose extra judge has finished is settled here, and so is
    one that a judge's leaving has ended.
    """
    last, limits = queries.last_of(round_, entry_id), queries.limits(round_)
    found = queries.findings(round_, entry_id)
    for one, known in last.items():
        if known.settled_at is None:
            finding = found.pop(one, Finding())
            _settle_by_judges(known, finding, finding.is_wide(limits))
    return [
        _noted(round_, one, finding)
        for one, finding in found.items()
        if finding.is_wide(limits) and (one not in last or last[one].after != finding.totals)
    ]


def look_once_finished(*, round_: Round, entry_id: int) -> None:
    """The same for one entry, once all its sheets are finished."""
    if not queries.left(round_, entry_id):
        look(round_=round_, entry_id=entry_id)


def _noted(round_: Round, entry_id: int, finding: Finding) -> Discrepancy:
    apart = finding.gap or Gap(Decimal(0), 0)
    made = Discrepancy(
        round=round_,
        entry_id=entry_id,
        found_at=clock.now(),
        points=apart.points,
        levels=apart.levels,
        before=finding.totals,
    )
    db.session.add(made)
    db.session.flush()
    _record("found", made, None, points=made.points, levels=made.levels, before=made.before)
    return made


def _settle_by_judges(found: Discrepancy, finding: Finding, wide: bool) -> None:
    if found.way == Way.EXTRA_JUDGE and str(found.judge_id) in finding.totals:
        _settle(found, finding.totals, found.settled_by)
    elif found.before.keys() - finding.totals.keys() and not wide:
        found.way = Way.JUDGE_LEFT
        _settle(found, finding.totals, None)


def call_judge(*, found: Discrepancy, judge: User, actor: User) -> None:
    """Give the entry an extra judge, whose finished sheet settles the discrepancy.

    Raises ``Invalid`` for a judge who already scored the entry, and as assigning does.
    """
    ensure("discrepancy:call", _case(found, actor), actor)
    if str(judge.id) in found.before:
        raise Invalid(ALREADY_SCORED)
    assign(round_=found.round, entry=found.entry, judge=judge, actor=actor)
    found.way, found.judge, found.settled_by = Way.EXTRA_JUDGE, judge, actor
    db.session.flush()
    _record("judge_called", found, actor, judge_id=judge.id)


def settle_in_plenary(*, found: Discrepancy, remark: str, actor: User) -> None:
    """Record what the plenary found; the totals of before and of now are both kept."""
    ensure("discrepancy:settle", _case(found, actor), actor)
    words = required(remark, "remark", _l("Tuliskan hasil pembahasan pleno."))
    found.way, found.judge, found.remark = Way.PLENARY, None, words
    _settle(found, queries.totals(found.round, found.entry_id), actor)


def refuse_unsettled(round_: Round) -> None:
    """Raise ``Invalid`` with the titles while a discrepancy of the round is not settled."""
    look(round_=round_)
    if open_ := queries.unsettled(round_):
        titles = "; ".join(each.entry.title for each in open_)
        raise Invalid(_l("Selisih nilai juri belum diselesaikan: %(titles)s.", titles=titles))


def _case(found: Discrepancy, actor: User) -> Case:
    return Case(found, why_kept_out(actor, found.entry))


def _settle(found: Discrepancy, totals: Totals, actor: User | None) -> None:
    found.after, found.settled_at, found.settled_by = totals, clock.now(), actor
    db.session.flush()
    _record("settled", found, actor, way=found.way, remark=found.remark, after=totals)


def _record(verb: str, found: Discrepancy, actor: User | None, **content: object) -> None:
    ledger.record(
        f"discrepancy.{verb}",
        found,
        actor=actor,
        edition_id=found.round.edition_id,
        round_id=found.round_id,
        entry_id=found.entry_id,
        **content,
    )
