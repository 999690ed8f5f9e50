"""Seats, conflicts and endings as people read them."""

from flask_babel import lazy_gettext as _l

from award.judging.states import ConflictKind, Ending, SeatRole

SEATS = {
    SeatRole.CHAIR: _l("Ketua panel"),
    SeatRole.MEMBER: _l("Anggota"),
    SeatRole.RESERVE: _l("Cadangan"),
}

CONFLICTS = {
    ConflictKind.INVENTOR: _l("Ikut menciptakan atau memprakarsai inovasinya"),
    ConflictKind.COACH: _l("Mendampingi penyusunan usulannya"),
    ConflictKind.FAMILY: _l("Keluarga dari pengusul"),
    ConflictKind.SUPERVISOR: _l("Membina atau mengawasi instansinya"),
    ConflictKind.OTHER: _l("Hubungan lain yang perlu diketahui panitia"),
}
"""The last one is a doubt for the organiser to weigh; the others always bar."""

ENDINGS = {
    Ending.RECUSED: _l("Benturan kepentingan"),
    Ending.NO_SHOW: _l("Tidak hadir atau berhalangan"),
    Ending.RELEASED: _l("Dilepas panitia"),
}
