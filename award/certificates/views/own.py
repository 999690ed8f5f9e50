"""Certificates for those whom they honour."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template
from flask_login import current_user

from award.certificates import honourees, queries, words
from award.certificates.models import Certificate
from award.certificates.packing import packs
from award.core import files
from award.core.access import can, requires

own_certificates = Blueprint("own_certificates", __name__)


@own_certificates.get("/pd/sertifikat/")
@requires("certificate:list_of_agency")
def of_agency() -> Any:
    """Certificates of the agency's entries."""
    found = queries.of_agency(current_user)
    named = honourees.own_entries(current_user) if can("team:list") else []
    return render_template(
        "own_certificates/list.html", certificates=found, teams=named, words=words
    )


@own_certificates.get("/juri/sertifikat/")
@requires("certificate:list_of_judge")
def of_judge() -> Any:
    """The judge's own certificates."""
    found = queries.of_judge(current_user)
    return render_template("own_certificates/list.html", certificates=found, words=words)


@own_certificates.get("/sertifikat/<int:certificate_id>.pdf")
@requires("certificate:own", queries.own_certificate)
def download(certificate: Certificate) -> Any:
    """The PDF."""
    name = packs.file_name(queries.printed_one(certificate))
    return files.send(files.path_of(certificate.sha256), name, "pdf")


@own_certificates.get("/sertifikat/<int:certificate_id>-en.pdf")
@requires("certificate:own", queries.own_certificate)
def courtesy(certificate: Certificate) -> Any:
    """The English courtesy copy."""
    if not certificate.courtesy_sha256:
        abort(404)
    name = packs.file_name(queries.printed_one(certificate)).removesuffix(".pdf")
    return files.send(files.path_of(certificate.courtesy_sha256), f"{name}-en.pdf", "pdf")
