"""The time a judge still needs comes from that judge's own pace, or is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from award.core import clock
from award.judging.pace import minutes_left
from award.judging.words import duration

START = datetime(2026, 5, 11, 1, 0, tzinfo=UTC)


def times(*minutes: int) -> list[datetime]:
    return [START + timedelta(minutes=each) for each in minutes]


def test_the_median_of_the_own_sheets_counts() -> None:
    assert minutes_left(times(0, 10, 22, 30, 75), 6) == 66


def test_the_order_in_which_times_come_does_not_matter() -> None:
    assert minutes_left(reversed(times(0, 10, 20, 30)), 2) == 20


def test_a_night_in_between_is_no_work() -> None:
    assert minutes_left(times(0, 10, 20, 800, 810), 1) == 10


def test_too_few_sheets_tell_nothing() -> None:
    assert minutes_left(times(0, 10, 20), 5) is None
    assert minutes_left(times(0, 200, 400, 600, 800), 5) is None
    assert minutes_left([], 5) is None


def test_even_the_fastest_needs_a_minute() -> None:
    assert minutes_left(times(0, 0, 0, 0), 1) == 1


def test_a_length_of_time_in_words(app) -> None:
    with app.test_request_context(), clock.at(START):
        assert duration(25) == "25 menit"
        assert duration(80) == "1 jam 20 menit"
