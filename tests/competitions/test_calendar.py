"""When an edition closes, and how its phases stand in time."""

from dataclasses import replace
from datetime import date

from award.competitions import actions, holidays, queries
from award.competitions.blueprint import at_year, load
from award.competitions.blueprint_faults import faults
from award.competitions.models import Holiday
from award.core import clock
from award.core.db import db
from award.core.ledger import Act
from tests import builders


def state_of(edition, phase):
    return {label: state for label, _, state in queries.timeline(edition)}[phase]


def test_entries_close_at_the_end_of_the_last_minute_of_registration_in_wita(cast):
    edition = builders.edition()
    assert queries.deadline(edition).isoformat() == "2026-05-31T23:59:59+08:00"
    edition.calendar = tuple(
        replace(item, closes_at="16:00") if item.key == "pendaftaran" else item
        for item in edition.calendar
    )
    assert queries.deadline(edition).isoformat() == "2026-05-31T16:00:59+08:00"


def test_the_timeline_tells_what_is_past_what_runs_and_what_comes(cast):
    phases = {label: (dates, state) for label, dates, state in queries.timeline(builders.edition())}
    assert phases["Pendaftaran dan pengajuan proposal"] == ("15 Apr – 31 Mei 2026", "now")
    assert phases["Sidang pleno"] == ("2 Nov 2026", "next")
    assert next(iter(phases)) == "Pendaftaran dan pengajuan proposal"
    assert "Klinik pendampingan proposal" not in phases, "what runs beside others crowds the line"


def test_a_phase_is_past_one_minute_after_its_closing_time(cast):
    edition = builders.edition()
    with clock.at(clock.wita(date(2026, 5, 31), 23, 59)):
        assert state_of(edition, "Pendaftaran dan pengajuan proposal") == "now"
    with clock.at(clock.wita(date(2026, 6, 1))):
        assert state_of(edition, "Pendaftaran dan pengajuan proposal") == "past"


def test_the_shipped_holidays_are_entered_once(cast):
    actions.add_holidays(days=holidays.load(), actor=cast.organiser)
    actions.add_holidays(days=holidays.load(), actor=cast.organiser)
    db.session.commit()
    assert len(queries.holidays()) == len({each.date for each in holidays.load()})
    assert db.session.get_one(Holiday, date(2026, 1, 1)).name["en"] == "New Year's Day"
    first, second = db.session.query(Act).filter_by(action="holidays.added").order_by(Act.seq)
    assert "2026-01-01" in first.content
    assert second.content == '{"days":{}}'


def test_a_calendar_without_registration_would_never_close():
    blueprint = at_year(load("oaoi_badung"), 2026)
    kept = tuple(item for item in blueprint.calendar if item.key != "pendaftaran")
    (fault,) = faults(replace(blueprint, calendar=kept))
    assert fault.where == "calendar"
    assert str(fault.message) == "Tahap “pendaftaran” harus ada: akhirnya menutup pengajuan."
