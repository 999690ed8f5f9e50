"""The code of conduct, as a judge reads and signs it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Edition
from award.core.access import requires
from award.judging import actions
from award.judging.conduct import fingerprint
from award.judging.queries import walls
from award.judging.views.judge import sheets


@sheets.route("/kode-etik/<int:edition_id>", methods=["GET", "POST"])
@requires("conduct:sign", walls.edition_for)
def conduct(edition: Edition) -> Any:
    """Read the code of conduct, sign it with a click."""
    if request.method == "POST":
        actions.sign_conduct(edition=edition, actor=current_user)
        flash(_("Kode etik ditandatangani. Selamat menilai."), "success")
        return redirect(url_for("sheets.index"))
    pledge = walls.pledge_of(current_user, edition)
    valid = pledge is not None and pledge.text_sha256 == fingerprint(edition.code_of_conduct)
    return render_template("sheets/conduct.html", edition=edition, pledge=pledge, valid=valid)
