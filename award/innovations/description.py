"""What an agency says about an innovation, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from award.innovations.states import Form, Initiator, Kind, Lifecycle, Stage

TITLE_LENGTH = 200
SUMMARY_LENGTH = 2000
ORIGIN_LENGTH = 300
EARLIEST_START = date(1945, 8, 17)
SDGS = range(1, 18)


@dataclass(frozen=True)
class Description:
    """An innovation in the words of its agency; ``started_on`` begins its age."""

    title: str
    stage: Stage
    form: Form
    kind: Kind
    initiator: Initiator
    lifecycle: Lifecycle = Lifecycle.CONTINUING
    application: bool = False
    started_on: date | None = None
    sdgs: tuple[int, ...] = ()
    origin: str = ""
    predecessor_id: int | None = None
    summary: str = ""


def faults(said: Description, today: date) -> dict[str, object]:
    """A sentence for every field that cannot be taken."""
    return dict(_faults(said, today))


def _faults(said: Description, today: date) -> Iterator[tuple[str, object]]:
    if not said.title or len(said.title) > TITLE_LENGTH:
        yield "title", _l("Judul memuat 1 sampai %(max)s karakter.", max=TITLE_LENGTH)
    if len(said.summary) > SUMMARY_LENGTH:
        yield "summary", _l("Ringkasan paling panjang %(max)s karakter.", max=SUMMARY_LENGTH)
    if len(said.origin) > ORIGIN_LENGTH:
        yield "origin", _l("Inovasi asal paling panjang %(max)s karakter.", max=ORIGIN_LENGTH)
    if not set(said.sdgs) <= set(SDGS):
        yield "sdgs", _l("Pilih tujuan 1 sampai 17.")
    if (fault := _fault_of_start(said, today)) is not None:
        yield "started_on", fault


def _fault_of_start(said: Description, today: date) -> object:
    if said.started_on is None:
        applied = said.stage == Stage.APPLIED
        return _l("Isi tanggal mulai penerapan.") if applied else None
    if said.started_on < EARLIEST_START:
        return _l("Tanggal mulai tidak boleh sebelum 17 Agustus 1945. Periksa tahunnya.")
    if said.stage == Stage.APPLIED and said.started_on > today:
        return _l("Inovasi yang sudah diterapkan tidak mungkin mulai pada masa depan.")
    if said.started_on > date(today.year + 2, 12, 31):
        return _l("Tanggal mulai terlalu jauh di masa depan. Periksa tahunnya.")
    return None
