"""Where a new edition comes from: a preset, an earlier edition or a file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, ValidationError

from award.competitions import blueprint as bp
from award.competitions.forms.fields import FIRST_YEAR, LAST_YEAR, MEBIBYTE, Whole
from award.competitions.models import Edition
from award.core import clock
from award.core.choices import options
from award.core.forms import Form
from award.core.language import local


class StartForm(Form):
    """A source and a year."""

    year = Whole(_l("Tahun"))
    source = SelectField(_l("Mulai dari"))
    file = FileField(
        _l("Berkas templat (TOML atau JSON)"),
        description=_l("Bila diisi, berkas ini dipakai, bukan pilihan di atas."),
    )

    def offer(self, presets: Sequence[str], editions: Sequence[Edition]) -> None:
        """Set what one may start from, and the first year that has no edition yet."""
        if not self.is_submitted():
            taken = {each.year for each in editions}
            self.year.data = next(year for year in count(clock.today().year) if year not in taken)
        shipped = [(f"preset:{name}", local(bp.load(name).name)) for name in presets]
        earlier = [(f"edition:{e.id}", f"{local(e.name)} {e.year}") for e in editions]
        self.source.choices = [
            *options(shipped, _l("Templat")),
            *options(earlier, _l("Salin edisi terdahulu")),
        ]

    def validate_year(self, field: Whole) -> None:
        """A year that can be meant."""
        if field.data is not None and not FIRST_YEAR < field.data < LAST_YEAR:
            raise ValidationError(_("Tahun harus antara 2001 dan 2099."))

    def validate_file(self, field: FileField) -> None:
        """The file must be TOML or JSON; what it says is judged by the blueprint's checks."""
        self.document = None
        if field.data:
            try:
                self.document = document_of(field.data.read(MEBIBYTE + 1))
            except ValueError:
                raise ValidationError(
                    _("Berkas ini bukan TOML atau JSON yang terbaca, atau lebih dari 1 MB.")
                ) from None


def document_of(content: bytes) -> dict[str, Any]:
    """Read TOML or JSON, weights exactly as written; ``ValueError`` for anything else."""
    if len(content) > MEBIBYTE:
        raise ValueError("too large")
    try:
        text = content.decode("utf-8-sig")
        is_json = text.lstrip().startswith("{")
        read = json.loads if is_json else tomllib.loads
        found = read(text, parse_float=Decimal)
    except (UnicodeDecodeError, RecursionError, ArithmeticError) as error:
        raise ValueError("not readable") from error
    if not isinstance(found, dict):
        raise ValueError("not a table")
    return found
