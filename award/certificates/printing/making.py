"""What a process of the crew does with a certificate: print and keep it, or only try its page.

Nothing here asks for the application: whoever hands out the work says where files are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from award.certificates.facts import Facts, Fault, faults
from award.certificates.printing.press import UNEXPECTED, Order, print_one
from award.certificates.signing.field import for_signing
from award.certificates.states import SignatureMode
from award.certificates.style import Style
from award.core import kept
from award.core.kept import Stored

log = structlog.get_logger()


@dataclass(frozen=True)
class Sheets:
    """A certificate, and its courtesy copy where there is one, as frozen facts.

    `pictures` are those of the style by their SHA-256; `folder` is where files are kept.
    """

    id: int
    facts: Mapping[str, Any]
    courtesy: Mapping[str, Any] | None
    style: Style
    pictures: Mapping[str, bytes]
    folder: Path


def make(sheets: Sheets) -> tuple[Stored, ...] | str:
    """The kept files of certificate and courtesy copy, or why there are none."""
    try:
        pages = _pages(sheets)
        if isinstance(pages, Fault):
            return pages.reason if pages == UNEXPECTED else f"{pages.field}: {pages.reason}"
        return tuple(kept.keep(sheets.folder, page) for page in pages)
    except OSError:
        log.exception("certificate not kept", number=sheets.facts["number"])
        return "storage"
    except Exception:  # one page that fails must not hold up the others
        log.exception("certificate not printed", number=sheets.facts["number"])
        return "unexpected"


def _pages(sheets: Sheets) -> list[bytes] | Fault:
    pages = []
    for facts in filter(None, (sheets.facts, sheets.courtesy)):
        page = print_one(Order(None, Facts.from_dict(facts), sheets.style, sheets.pictures))
        if isinstance(page, Fault):
            return page
        pages.append(page)
    if sheets.style.signing == SignatureMode.UPLOAD_SIGNED:
        pages[0] = for_signing(pages[0], sheets.style)
    return pages


@dataclass(frozen=True)
class Trial:
    """Everything to be laid out for one recipient."""

    subject: str
    sheets: tuple[Facts, ...]
    style: Style
    pictures: Mapping[str, bytes]


def crowded(trial: Trial) -> list[Fault]:
    """What does not fit the pages of a recipient, beyond what the facts alone show."""
    # Only processes that print load WeasyPrint.
    from award.certificates import document

    found: list[Fault] = []
    try:
        for sheet in trial.sheets:
            known = faults(sheet, trial.style.design)
            checked = document.check(sheet, trial.style, trial.pictures)
            found += [each for each in checked if each not in known]
    except Exception:  # else the check would never end
        log.exception("page not laid out", subject=trial.subject)
        return [UNEXPECTED]
    return list(dict.fromkeys(found))
