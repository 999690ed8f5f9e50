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
