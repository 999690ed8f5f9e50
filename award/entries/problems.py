"""What can go wrong while an entry is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from award.core.problems import Stale

if TYPE_CHECKING:
    from award.entries.models import SectionText


class Clash(Stale):
    """Someone else saved this section since it was opened; ``kept`` is what they wrote."""

    def __init__(self, kept: SectionText | None) -> None:
        super().__init__(_l("Bagian ini sudah diubah orang lain sejak Anda membukanya."))
        self.kept = kept
