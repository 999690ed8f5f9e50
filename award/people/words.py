"""Names of roles and of kinds of organisation as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from award.core.language import local
from award.people.states import AgencyKind, Role

if TYPE_CHECKING:
    from award.people.models import Agency

ROLES = {
    Role.ORGANISER: _l("Panitia"),
    Role.STAFF: _l("Staf perangkat daerah"),
    Role.HEAD: _l("Kepala perangkat daerah"),
    Role.JUDGE: _l("Juri"),
}

KINDS = {
    AgencyKind.SECRETARIAT: _l("Sekretariat"),
    AgencyKind.INSPECTORATE: _l("Inspektorat"),
    AgencyKind.OFFICE: _l("Dinas"),
    AgencyKind.BOARD: _l("Badan"),
    AgencyKind.UNIT: _l("Satuan"),
    AgencyKind.DISTRICT: _l("Kecamatan"),
    AgencyKind.HOSPITAL: _l("Rumah sakit daerah"),
    AgencyKind.HEALTH_CENTRE: _l("UPTD atau puskesmas"),
    AgencyKind.DIVISION: _l("Bagian pada sekretariat"),
    AgencyKind.URBAN_VILLAGE: _l("Kelurahan"),
    AgencyKind.VILLAGE: _l("Desa"),
    AgencyKind.OUTSIDE: _l("Lembaga di luar pemerintah kabupaten"),
}


def named(agencies: Iterable[Agency]) -> list[tuple[int, str]]:
    """Id and full name of each, in the order of the names as they are read."""
    return sorted(((each.id, local(each.full_name)) for each in agencies), key=itemgetter(1))
