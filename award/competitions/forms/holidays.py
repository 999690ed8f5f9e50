"""The table of public holidays."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from award.competitions.forms.fields import Day, two
from award.core.forms import Form


class HolidayForm(Form):
    """A day and its name; the same day again renames it."""

    day = Day(_l("Tanggal"))
    name = two(_l("Nama"))

    def values(self) -> tuple[date, dict[str, str]]:
        """Day and name of a valid form."""
        day: Any = self.day.data
        return day, self.name.data
