"""Writes about looks. What was issued keeps the look it was issued with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.certificates.dating import likely_date
from award.certificates.facts import in_braces
from award.certificates.looks import TEXTS, Appearance, look_of
from award.certificates.models import Look
from award.certificates.printing import contrast, designs
from award.certificates.printing.legibility import faint
from award.certificates.recipients import Preparation
from award.certificates.signatories import why_not_on
from award.certificates.states import Kind, SignatureMode
from award.certificates.style import PAPERS
from award.certificates.words import FIELDS, sentence_of_braces
from award.competitions.models import Edition
from award.core import ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Stale
from award.people.models import User

AKSARA = (range(0x1B00, 0x1B80), (0x20, 0x200B, 0x200C, 0x200D))
"""The letters of Balinese script, and what may stand between them."""
AKSARA_LENGTH = 60

WITHOUT_SIGNATORY = _l("Pilih dahulu penanda tangan yang gambar tanda tangannya dicetak.")
UNREADABLE = _l("Warna ini tidak terbaca di atas putih. Pilih yang jauh lebih gelap.")
WITHOUT_PICTURE = _l("Penanda tangan ini belum memiliki gambar tanda tangan.")


def save_look(*, preparation: Preparation, chosen: Appearance, actor: User) -> Look:
    """Keep what was chosen for a kind.

    `chosen.version` is the one that the choice rests on, 0 for the first. Raises :class:`Stale`
    when somebody else has chosen meanwhile, and :class:`Invalid` for what no design can print.
    """
    ensure("look:edit", preparation, actor)
    if found := refusals(preparation.edition, chosen):
        raise Invalid(next(iter(found.values())), found)
    edition, kind = preparation.edition, preparation.kind
    look = _held(edition, kind, chosen.version)
    look.style = chosen.style.to_dict()
    look.texts = {name: dict(chosen.texts.get(name, {})) for name in TEXTS}
    look.signatory = chosen.signatory
    look.courtesy = chosen.courtesy
    db.session.add(look)
    db.session.flush()
    _record(look, actor)
    return look


def copy_look(*, preparation: Preparation, source: Kind, version: int, actor: User) -> Look:
    """Let a kind look like another kind of the same edition; the title stays its own."""
    ensure("look:edit", preparation, actor)
    taken = look_of(preparation.edition, source)
    own = look_of(preparation.edition, preparation.kind)
    texts = {**taken.texts, "title": own.texts.get("title", {})}
    chosen = replace(taken, texts=texts, version=version)
    return save_look(preparation=preparation, chosen=chosen, actor=actor)


def _held(edition: Edition, kind: Kind, version: int) -> Look:
    """The look that is about to change, kept from others; a new one where there is none."""
    query = select(Look).where(Look.edition_id == edition.id, Look.kind == kind)
    look = db.session.scalar(
        query.with_for_update(of=Look).execution_options(populate_existing=True)
    )
    if (look.version if look else 0) != version:
        raise Stale(
            _l("Panitia lain mengubah rancangan ini sementara itu. Pilihan Anda belum disimpan.")
        )
    return look or Look(edition_id=edition.id, kind=kind)


def refusals(edition: Edition, chosen: Appearance) -> dict[str, object]:
    """Why a choice is not kept, by field: it cannot be printed, read or signed."""
    return problems(chosen) | _unfit(edition, chosen)


def problems(chosen: Appearance) -> dict[str, object]:
    """What keeps a choice from being printed, by field; empty when all is well."""
    style = chosen.style
    if style.design not in designs.names() or style.paper not in PAPERS:
        return {"design": _l("Pilih salah satu yang tersedia.")}
    found = _of_texts(chosen)
    try:
        designs.load(style.design).palette(style.colours)
    except (LookupError, ValueError):
        found["design"] = _l("Warna ditulis sebagai # dan enam angka heksadesimal.")
    if not _is_aksara(style.aksara):
        found["aksara"] = _l("Isi dengan aksara Bali saja, paling banyak 60 aksara.")
    if style.signing == SignatureMode.DEMO and not current_app.config["DEMO"]:
        found["signing"] = _l("Cara ini hanya untuk peragaan.")
    if style.signature and not (chosen.signatory and chosen.signatory.picture):
        found["signature"] = WITHOUT_PICTURE if chosen.signatory else WITHOUT_SIGNATORY
    return found


def _unfit(edition: Edition, chosen: Appearance) -> dict[str, object]:
    """What could be printed but would shame its sender, by field."""
    style = chosen.style
    pale = faint(style.design, style.colours, contrast.LEGIBLE)
    found: dict[str, object] = {f"{style.design}__{name}": UNREADABLE for name in pale}
    if chosen.signatory and (reason := why_not_on(chosen.signatory, likely_date(edition))):
        found["signatory"] = reason
    return found


def _of_texts(chosen: Appearance) -> dict[str, object]:
    found: dict[str, object] = {}
    fields = designs.load(chosen.style.design).fields
    for name in TEXTS:
        limit = fields[name].limit
        for language, words in chosen.texts.get(name, {}).items():
            if len(words) > limit:
                sentence = _l("%(name)s melebihi %(limit)d huruf.", name=FIELDS[name], limit=limit)
                found[f"{name}_{language}"] = sentence
            elif in_braces(words):
                found[f"{name}_{language}"] = sentence_of_braces()
    return found


def _is_aksara(line: str) -> bool:
    script, between = AKSARA
    return len(line) <= AKSARA_LENGTH and all(ord(c) in script or ord(c) in between for c in line)


def _record(look: Look, actor: User) -> None:
    content: dict[str, Any] = {name: getattr(look, name) for name in ("style", "texts", "courtesy")}
    ledger.record(
        "look.saved",
        look,
        actor=actor,
        edition_id=look.edition_id,
        kind=look.kind,
        signatory_id=look.signatory.id if look.signatory else None,
        **content,
    )
