"""What is wrong with an edition's calendar."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from flask_babel import lazy_gettext as _l

from award.competitions.blueprint import REGISTRATION, Blueprint, CalendarItem
from award.competitions.blueprint_document import Fault
from award.competitions.blueprint_words import called, day


def calendar_faults(blueprint: Blueprint) -> Iterator[Fault]:
    """Phases that end before they start, overlap, or have no hour; a missing registration."""
    for item in blueprint.calendar:
        yield from _phase_faults(item)
    if REGISTRATION not in [item.key for item in blueprint.calendar]:
        message = _l("Tahap “%(phase)s” harus ada: akhirnya menutup pengajuan.", phase=REGISTRATION)
        yield Fault("calendar", message)
    # A date that could not be read (date.min) says nothing about overlaps.
    dated = [it for it in blueprint.calendar if date.min not in (it.starts, it.ends)]
    for one, other in combinations([it for it in dated if not it.may_overlap], 2):
        first, last = max(one.starts, other.starts), min(one.ends, other.ends)
        if first <= last:
            message = _l(
                "%(one)s dan %(other)s bertumpang tindih pada %(first)s sampai %(last)s.",
                one=called(one.name, one.key),
                other=called(other.name, other.key),
                first=day(first),
                last=day(last),
            )
            yield Fault(f"calendar[{other.key}]", message)


def _phase_faults(item: CalendarItem) -> Iterator[Fault]:
    if item.ends < item.starts:
        message = _l(
            "%(phase)s berakhir %(ends)s, sebelum dimulai %(starts)s.",
            phase=called(item.name, item.key),
            ends=day(item.ends),
            starts=day(item.starts),
        )
        yield Fault(f"calendar[{item.key}].ends", message)
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", item.closes_at, re.ASCII):
        message = _l("Jam tutup “%(found)s” bukan jam JJ:MM.", found=item.closes_at)
        yield Fault(f"calendar[{item.key}].closes_at", message)
