"""Roles and kinds of agencies."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do; one person may hold several roles."""

    ORGANISER = "organiser"
    STAFF = "staff"
    HEAD = "head"
    JUDGE = "judge"


class AgencyKind(StrEnum):
    """Kinds of organisation; ``OUTSIDE`` is an institution that is not the regency's."""

    SECRETARIAT = "sekretariat"
    INSPECTORATE = "inspektorat"
    OFFICE = "dinas"
    BOARD = "badan"
    UNIT = "satuan"
    DISTRICT = "kecamatan"
    HOSPITAL = "rumah_sakit"
    HEALTH_CENTRE = "puskesmas"
    DIVISION = "bagian"
    URBAN_VILLAGE = "kelurahan"
    VILLAGE = "desa"
    OUTSIDE = "luar"


CLASSES = {
    AgencyKind.HEALTH_CENTRE: "uptd",
    AgencyKind.URBAN_VILLAGE: "kelurahan",
    AgencyKind.VILLAGE: "desa",
    AgencyKind.OUTSIDE: "",
}
"""As what an organisation takes part; every other kind as ``perangkat_daerah``."""
