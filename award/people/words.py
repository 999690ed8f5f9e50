"""Names of roles as people read them."""

from flask_babel import lazy_gettext as _l

from award.people.states import Role

ROLES = {
    Role.ORGANISER: _l("Panitia"),
    Role.STAFF: _l("Staf perangkat daerah"),
    Role.HEAD: _l("Kepala perangkat daerah"),
    Role.JUDGE: _l("Juri"),
}
