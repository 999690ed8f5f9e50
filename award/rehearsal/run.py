"""A rehearsal: a whole edition on a throw-away database, with counts, timings and checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import cycle
from time import perf_counter

from sqlalchemy import func, select

from award.certificates import actions as certificates
from award.certificates.drafting import terms
from award.certificates.models import Batch, Certificate, Signatory
from award.certificates.recipients import recipients
from award.certificates.states import Kind
from award.certificates.tasks import lay_out, render_pending
from award.competitions import actions as competitions
from award.competitions import blueprint as bp
from award.competitions import holidays
from award.competitions.models import Edition
from award.core import clock, ledger
from award.core.db import db
from award.entries.models import Entry
from award.judging.models import ScoreSheet
from award.people import actions as people
from award.people import directory, queries
from award.people.models import Agency
from award.people.states import Role
from award.rehearsal import checks, together
from award.rehearsal.beginning import begin
from award.rehearsal.dispute import PASSWORD
from award.rehearsal.people import account, institutions, judges, regent
from award.rehearsal.season import Progress, Season, silent
from award.rehearsal.stories import Story, many, stories
from award.rehearsal.veil import first_round_blind, make_copies
from award.results.models import Decision
from award.results.models_record import Snapshot
from award.results.queries.hearing import snapshots
from award.results.tasks import print_papers


@dataclass
class Report:
    """What a rehearsal found: how many, how long (seconds), and what holds."""

    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    checks: dict[str, bool] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Note how long the step takes."""
        start = perf_counter()
        yield
        self.seconds[step] = round(perf_counter() - start, 3)


def rehearse(*, year: int, entries: int, judge_count: int, progress: Progress = silent) -> Report:
    """Run the edition of ``year`` on the empty, migrated database at hand."""
    report = Report()
    with report.timed("total"):
        with report.timed("prepare"):
            season = prepare(year=year, judge_count=judge_count, progress=progress)
        with report.timed("write"):
            season.write(spread(entries))
        with report.timed("screen"):
            season.screen()
        with report.timed("judge"):
            season.run_rounds()
        with report.timed("publish"):
            season.hear()
            season.dispute()
            season.announce(f"1/CONTOH/HK/{year}")
        with report.timed("papers"):
            print_all(season.edition)
        with report.timed("certificates"):
            issue_all(season)
        with report.timed("checks"):
            report.checks = checks.run(season.edition)
    report.counts = counts() | checks.incidents(season.edition)
    return report


def prepare(*, year: int, judge_count: int, progress: Progress) -> Season:
    """Agencies, holidays, people and the opened edition."""
    people.add_agencies(records=directory.load(), actor=None)
    competitions.add_holidays(days=holidays.load(), actor=None)
    brida, division, kominfo = map(_agency, ("brida", "bag-organisasi", "diskominfo"))
    organiser, screener = (
        account(email, name, home, Role.ORGANISER, password=PASSWORD)
        for email, name, home in (
            ("panitia@contoh.example", "Panitia Contoh", brida),
            ("sekretariat@contoh.example", "Sekretariat Contoh", division),
        )
    )
    season = begin(
        blueprint=first_round_blind(bp.at_year(bp.load("oaoi_badung"), year)),
        year=year,
        organiser=organiser,
        screener=screener,
        judges=judges(judge_count, institutions(organiser), [kominfo]),
        progress=progress,
    )
    season.veil = make_copies
    return season


def _agency(code: str) -> Agency:
    agency = queries.agency_by_code(code)
    if agency is None:
        raise LookupError(code)
    return agency


def spread(count: int) -> tuple[Story, ...]:
    """So many stories: one for every agency with the duty, then second ones."""
    own = {story.agency: story for story in stories()}
    lent = cycle(stories())
    duty = [each.code for each in directory.load() if each.duty]
    first = tuple(own.get(code) or _for(code, next(lent)) for code in duty)
    # Titles are unique within an edition: further stories begin with the numbered ones.
    further = many(len(own) + count)[len(own) :]
    return (first + further)[:count]


def _for(code: str, story: Story) -> Story:
    return replace(story, agency=code, title=f"{story.title} ({code})")


def print_all(edition: Edition) -> None:
    """The papers of the newest snapshot, as the worker prints them."""
    for snapshot in snapshots(edition)[:1]:
        print_papers(snapshot.id)


def final_minutes() -> bytes:
    """The minutes of the newest snapshot as a PDF; ``LookupError`` when none are printed."""
    newest = db.session.scalars(select(Snapshot).order_by(Snapshot.id.desc()).limit(1)).first()
    path = checks.minutes_of(newest) if newest else None
    if path is None:
        raise LookupError("no minutes")
    return path.read_bytes()


def issue_all(season: Season) -> None:
    """Certificates of every kind, rendered as the worker renders them; one is then revoked."""
    kinds = [kind for kind in Kind if recipients(season.edition, kind)]
    signatory = regent(date(season.edition.year - 1, 1, 1), season.organiser)
    for kind in kinds:
        batch = issue(season, kind, signatory)
        db.session.commit()
        render_pending(batch.id)
        db.session.commit()
        season.progress("certificates", kinds.index(kind) + 1, len(kinds))
    together.revoke(reversed(checks.issued(season.edition)), season.pair)
    db.session.commit()


def issue(season: Season, kind: Kind, signatory: Signatory) -> Batch:
    """A batch whose layout was checked first, as organisers do it."""
    edition, organiser = season.edition, season.organiser
    # A year ahead is rehearsed too: its decree is dated by its calendar.
    dated = max(filter(None, (clock.today(), edition.decree_date)))
    chosen = terms(edition, kind, dated=dated, place=edition.settings.place, signatory=signatory)
    check = certificates.ask_layout(edition=edition, kind=kind, terms=chosen, actor=organiser)
    db.session.commit()
    lay_out(check.id)
    return certificates.issue(edition=edition, kind=kind, terms=chosen, actor=organiser)


def counts() -> dict[str, int]:
    """Rows of the things that matter."""
    tables = {
        "entries": Entry,
        "sheets": ScoreSheet,
        "decisions": Decision,
        "certificates": Certificate,
        "acts": ledger.Act,
    }
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in tables.items()
    }
