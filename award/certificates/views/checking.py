"""The public page that says what a file is: nothing that is sent here is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import RequestEntityTooLarge

from award.certificates import queries_public, words_public
from award.certificates.forms_public import TOO_LARGE, CodeForm, FileForm
from award.certificates.verifying.checking import LARGEST_FILE, Checked, check
from award.certificates.verifying.statement import address_of, statement
from award.certificates.views.verification import OFTEN, answer, asks_for_json, page, told
from award.core.access import public
from award.core.db import reading
from award.core.limits import limiter, takes_uploads
from award.core.receiving import swallow
from award.core.web import csrf

checking = Blueprint("checking", __name__)

ENVELOPE = 64 * 1024
"""Bytes that a form may need around its file."""


@checking.post("/verifikasi")
@csrf.exempt  # changes nothing, knows nobody, and answers only what anyone may ask
@public
@limiter.limit(OFTEN)
@takes_uploads(LARGEST_FILE + ENVELOPE, 1)
def check_file() -> Any:
    """Compare a file with what was issued."""
    reading.set(True)  # a POST only because of its size: no writer waits for it
    try:
        form = FileForm()
    except RequestEntityTooLarge:
        swallow()
        form = FileForm(None)
        form.berkas.errors = [TOO_LARGE]
        return _refused(form, 413)
    if not form.validate():
        return _refused(form, 422)
    return _told(check(form.content, current_app.config["BASE_URL"]))


def _refused(form: FileForm, status: int) -> Any:
    if asks_for_json():
        return answer({"error": str(form.berkas.errors[0]), "status": status}, status)
    return page("verification/enter.html", status, form=CodeForm(None), upload=form)


def _told(checked: Checked) -> Any:
    if asks_for_json():
        return answer(_statement(checked))
    facts = told(checked.certificates[0]) if len(checked.certificates) == 1 else {}
    forms = {"form": CodeForm(None), "upload": FileForm(None)}
    title, sentence, tone = words_public.VERDICTS[checked.verdict]
    return page(
        "verification/checked.html",
        checked=checked,
        title=title,
        sentence=sentence,
        tone=tone,
        **facts,
        **forms,
    )


def _statement(checked: Checked) -> dict[str, Any]:
    base_url = current_app.config["BASE_URL"]
    return {
        "verdict": checked.verdict.value,
        "genuine": checked.verdict.genuine,
        "sentence": str(words_public.VERDICTS[checked.verdict][1]),
        "sha256": checked.sha256,
        "hosts": list(checked.hosts),
        "certificates": _described(checked, base_url),
    }


def _described(checked: Checked, base_url: str) -> list[dict[str, Any]]:
    """One certificate in full; several by number and page, where each is told in full."""
    if len(checked.certificates) == 1:
        (found,) = checked.certificates
        return [statement(found, queries_public.trail(found), base_url)]
    return [
        {"number": each.number, "url": address_of(base_url, each.code)}
        for each in checked.certificates
    ]
