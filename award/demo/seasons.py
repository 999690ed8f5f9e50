"""Three editions: last year's is over, this year's is judged, next year's begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from award.certificates import actions as certificates
from award.certificates.drafting import terms
from award.certificates.models import Signatory
from award.certificates.recipients import recipients
from award.certificates.states import Kind
from award.competitions import blueprint as bp
from award.core import clock, ledger
from award.core.db import db
from award.demo import honours
from award.demo.accounts import ACCOUNTS, ORGANISER, PASSWORD, SECRETARIAT
from award.entries.actions import signing
from award.innovations.models import Innovation
from award.innovations.states import Form, Initiator, Lifecycle, Stage
from award.innovations.states import Kind as Sort
from award.people import queries
from award.people.models import User
from award.people.states import Role
from award.rehearsal.beginning import begin
from award.rehearsal.people import judges, regent
from award.rehearsal.practice import begun, practised
from award.rehearsal.season import Season
from award.rehearsal.stories import Story, archive, coming, stories
from award.rehearsal.veil import first_round_blind

JUDGES = 9
LAST_YEAR = ("transformasi_digital", "kesetaraan_inklusi", "lingkungan")
TOLD = 5
"""Last year so many stories of these categories were told; the others are told this year."""
GOING_ON = 4
STRICT, LENIENT = (-1, -1, -1, 0, 0), (0, 0, 1, 1, 1)
"""Last year one judge was strict and another lenient, for the pages about fairness to show."""


def enter_seasons() -> None:
    """All three editions and the archive, in one transaction: the caller commits."""
    year = clock.today().year
    panel = _panel()
    _archive()
    _last_year(year - 1, panel)
    _this_year(year, panel)
    _next_year(year + 1, panel)


def _panel() -> list[User]:
    named = [_person(each.email) for each in ACCOUNTS if each.role == Role.JUDGE]
    outside = [each.agency for each in named if each.agency.kind == "luar"]
    return named + judges(JUDGES - len(named), outside, outside)


def _person(email: str) -> User:
    user = queries.user_by_email(email)
    if user is None:
        raise LookupError(email)
    return user


def _begin(year: int, blueprint: bp.Blueprint, panel: list[User]) -> Season:
    season = begin(
        blueprint=blueprint,
        year=year,
        organiser=_person(ORGANISER),
        screener=_person(SECRETARIAT),
        judges=panel,
        settle=ledger.write,
    )
    season.password = PASSWORD
    return season


def _shifted(year: int, phase: str, days_in: int) -> bp.Blueprint:
    """The preset with its calendar moved so that today is so many days into ``phase``."""
    blueprint = bp.at_year(bp.load("oaoi_badung"), year)
    start = next(item.starts for item in blueprint.calendar if item.key == phase)
    shift = clock.today() - timedelta(days=days_in) - start
    calendar = tuple(
        replace(item, starts=item.starts + shift, ends=item.ends + shift)
        for item in blueprint.calendar
    )
    return replace(blueprint, calendar=calendar)


def _last_year(year: int, panel: list[User]) -> None:
    shipped = first_round_blind(bp.at_year(bp.load("oaoi_badung"), year))
    season = _begin(year, _with_cut(shipped), panel)
    season.tempers = {panel[2].id: STRICT, panel[-1].id: LENIENT}
    season.write(_told_last_year())
    season.screen()
    season.run_rounds()
    season.hear()
    season.dispute()
    season.announce(f"1/CONTOH/HK/{year}")
    with season.during("penganugerahan"):
        signatory = regent(date(year - 1, 1, 1), season.organiser)
        honours.honour(season)
        honours.dress(season, signatory)
        for kind in Kind:
            if recipients(season.edition, kind):
                _issue(season, kind, signatory)


def _with_cut(blueprint: bp.Blueprint) -> bp.Blueprint:
    """The preset with a cut line that somebody misses."""
    rounds = tuple(
        replace(each, advance_per_category=GOING_ON) if each.advance_per_category else each
        for each in blueprint.rounds
    )
    return replace(blueprint, rounds=rounds)


def _told_last_year() -> list[Story]:
    return [
        story
        for category in LAST_YEAR
        for story in [each for each in stories() if each.category == category][:TOLD]
    ]


def _issue(season: Season, kind: Kind, signatory: Signatory) -> None:
    edition, organiser = season.edition, season.organiser
    chosen = terms(
        edition, kind, dated=clock.today(), place=edition.settings.place, signatory=signatory
    )
    check = certificates.ask_layout(edition=edition, kind=kind, terms=chosen, actor=organiser)
    # No worker runs while the demonstration is entered, and its texts are ours: they fit.
    certificates.note_layout(check=check, done=check.total, faults=())
    certificates.issue(edition=edition, kind=kind, terms=chosen, actor=organiser)


def _this_year(year: int, panel: list[User]) -> None:
    season = _begin(year, _shifted(year, "proposal", days_in=6), panel)
    season.write([story for story in stories() if story not in _told_last_year()])
    season.screen()
    first, second, *_others = season.scoring_rounds()
    season.open(first)
    practised(first, panel, season.organiser)
    begun(second, season.organiser)
    season.score(first, share=0.55, at=0.1)


def _next_year(year: int, panel: list[User]) -> None:
    season = _begin(year, _shifted(year, "pendaftaran", days_in=9), panel)
    with clock.at(clock.now() - timedelta(days=2)):
        waiting, begun, signed = coming()
        entry = season.agencies.draft(waiting)
        signing.send_to_head(entry=entry, actor=season.agencies.staff_of(entry.agency_id).writer)
        season.agencies.draft(begun, sections=4)
        season.agencies.sign(season.agencies.draft(signed))


def _archive() -> None:
    for remembered in archive():
        agency = queries.agency_by_code(remembered.agency)
        if agency is None:
            raise LookupError(remembered.agency)
        db.session.add(
            Innovation(
                agency_id=agency.id,
                title=remembered.title,
                stage=Stage.APPLIED,
                form=Form.PUBLIC_SERVICE,
                kind=Sort.NON_DIGITAL,
                initiator=Initiator.AGENCY,
                lifecycle=Lifecycle.CONTINUING,
                archive=True,
                archive_note=remembered.note,
                created_at=clock.now(),
                updated_at=clock.now(),
            )
        )
    db.session.flush()
