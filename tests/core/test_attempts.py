"""Attempts are counted once, however many processes serve."""

import subprocess
import sys
from pathlib import Path

import pytest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from award.core import attempts

EIGHT = parse("8 per 5 minutes")
TRY_ONCE = """
import sys
from award.core.attempts import FileStorage
print(FileStorage(sys.argv[1]).incr("orang@contoh.id", 300))
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'attempts.db'}"


def counting(address: str) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(address))


def test_another_process_goes_on_counting(address):
    assert storage_from_string(address).incr("orang@contoh.id", 300) == 1
    command = [sys.executable, "-c", TRY_ONCE, address]
    there = subprocess.run(command, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == "2"
    assert storage_from_string(address).get("orang@contoh.id") == 2


def test_the_ninth_attempt_is_one_too_many_and_nobody_else_s(address):
    one, other = counting(address), counting(address)
    assert [each.hit(EIGHT, "a@contoh.id") for each in (one, other) * 4] == [True] * 8
    assert not one.hit(EIGHT, "a@contoh.id")
    assert other.hit(EIGHT, "b@contoh.id")


def test_after_its_window_an_account_may_try_again_and_the_old_count_is_gone(address, monkeypatch):
    limiter, moment = counting(address), 1_000_000.0
    monkeypatch.setattr(attempts.time, "time", lambda: moment)
    assert [limiter.hit(EIGHT, "a@contoh.id") for _ in range(9)][-1] is False
    assert limiter.get_window_stats(EIGHT, "a@contoh.id").reset_time == moment + 300
    moment += 300
    assert limiter.test(EIGHT, "a@contoh.id")
    limiter.hit(EIGHT, "b@contoh.id")
    assert limiter.storage.reset() == 1


def test_the_file_names_nobody(address, tmp_path):
    storage = storage_from_string(address)
    storage.incr("LIMITER/orang@contoh.id", 300)
    kept = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"attempts" in kept
    assert b"contoh" not in kept
    storage.clear("LIMITER/orang@contoh.id")
    assert (storage.get("LIMITER/orang@contoh.id"), storage.check()) == (0, True)
