"""Pages about certificates."""

from flask_babel import lazy_gettext as _l

from award.certificates import rules_looks
from award.certificates.views import correcting, preparing, redating
from award.certificates.views.batches import batches
from award.certificates.views.ceremony import ceremony
from award.certificates.views.checking import checking
from award.certificates.views.credentials import credentials
from award.certificates.views.honourees import teams
from award.certificates.views.looks import pages as look_pages
from award.certificates.views.organiser import certificates
from award.certificates.views.own import own_certificates
from award.certificates.views.press import press
from award.certificates.views.signatories import pages as signatory_pages
from award.certificates.views.signing import sealing
from award.certificates.views.verification import verification
from award.core.navigation import NavItem, offer

__all__ = ("BLUEPRINTS", "correcting", "preparing", "redating", "rules_looks")

BLUEPRINTS = (
    certificates,
    batches,
    press,
    ceremony,
    sealing,
    own_certificates,
    checking,
    credentials,
    signatory_pages,
    look_pages,
    teams,
    verification,
)

offer(
    NavItem("certificates.index", _l("Piagam"), 70, action="certificate:list"),
    NavItem("own_certificates.of_agency", _l("Piagam"), 70, action="certificate:list_of_agency"),
    NavItem("own_certificates.of_judge", _l("Piagam saya"), 71, action="certificate:list_of_judge"),
    NavItem("verification.enter", _l("Periksa piagam"), 95),
)
