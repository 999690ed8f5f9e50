"""Vocabularies of the register (domain: PP 38/2017, regional innovation index)."""

from enum import StrEnum


class Stage(StrEnum):
    """How far an innovation has come."""

    INITIATIVE = "inisiatif"
    TRIAL = "uji_coba"
    APPLIED = "penerapan"


class Lifecycle(StrEnum):
    """How an innovation fares after its first year."""

    CONTINUING = "berlanjut"
    GROWING = "berkembang"
    DORMANT = "vakum"
    STOPPED = "berhenti"


class Form(StrEnum):
    """What the innovation is about."""

    PUBLIC_SERVICE = "pelayanan_publik"
    GOVERNANCE = "tata_kelola"
    OTHER = "lainnya"


class Kind(StrEnum):
    """Digital or not."""

    DIGITAL = "digital"
    NON_DIGITAL = "non_digital"


class Initiator(StrEnum):
    """Who began it."""

    REGENT = "kepala_daerah"
    COUNCIL = "dprd"
    AGENCY = "perangkat_daerah"
    OFFICIAL = "asn"
    CITIZEN = "masyarakat"
