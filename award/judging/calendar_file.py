"""Times as a calendar file (iCalendar, RFC 5545) that a phone takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

WIDTH = 74
"""Octets of a line; a longer one goes on after a line end and a space."""


@dataclass(frozen=True)
class Event:
    """Something that happens from one moment to another; ``uid`` stays when it is moved."""

    uid: str
    starts: datetime
    ends: datetime
    title: str
    about: str = ""


def calendar(events: Iterable[Event], written: datetime) -> str:
    """The file: one entry for each event, times in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kabupaten Badung//Inovasi Badung//ID"]
    for each in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.uid}",
            f"DTSTAMP:{_moment(written)}",
            f"DTSTART:{_moment(each.starts)}",
            f"DTEND:{_moment(each.ends)}",
            f"SUMMARY:{_text(each.title)}",
            f"DESCRIPTION:{_text(each.about)}",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(plain, written)
    return value


def _folded(line: str) -> Iterator[str]:
    part = ""
    for letter in line:
        if len((part + letter).encode()) > WIDTH:
            yield part
            part = " "
        part += letter
    yield part
