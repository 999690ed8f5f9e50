"""The pages of an edition's parts as links: what each holds and whether it lacks something."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from award.competitions import parts, queries
from award.competitions.blueprint_faults import faults
from award.competitions.models import Edition
from award.core.language import local


@dataclass(frozen=True)
class Link:
    """A part's page: how many rows it holds (``None`` when it is no list) and its faults."""

    title: object
    address: str
    count: int | None
    faults: int
    locked: bool


def contents(edition: Edition) -> list[Link]:
    """Every part, the rubric of each scoring round after the rounds."""
    found = [page_address(edition, each.where) for each in faults(queries.blueprint_of(edition))]
    links: list[Link] = []
    for part in parts.PARTS:
        links.append(_link(edition, part, found))
        if part is parts.ROUNDS:
            links += _rubrics(edition, found)
    return links


def _link(edition: Edition, part: parts.Part, found: list[str]) -> Link:
    address = url_for(f"editions.{part.key}", edition_id=edition.id)
    held = [getattr(edition, name) for name in part.names]
    lists = [len(each) for each in held if isinstance(each, tuple | list)]
    locked = part.scored and edition.locked_at is not None
    return Link(part.title, address, sum(lists) if lists else None, found.count(address), locked)


def _rubrics(edition: Edition, found: list[str]) -> list[Link]:
    rounds = [each for each in edition.rounds if each.kind == "scoring"]
    return [
        Link(
            f"{parts.RUBRIC.title}: {local(each.name)}",
            address := url_for("editions.rubrik", edition_id=edition.id, round_id=each.id),
            len(each.criteria),
            found.count(address),
            edition.locked_at is not None,
        )
        for each in rounds
    ]


def page_address(edition: Edition, where: str) -> str:
    """The page on which the fault at this place is mended."""
    part, key = parts.page_of(where) or (parts.PARTS[0], None)
    if part is not parts.RUBRIC:
        return url_for(f"editions.{part.key}", edition_id=edition.id)
    row = next(each for each in edition.rounds if each.key == key)
    return url_for("editions.rubrik", edition_id=edition.id, round_id=row.id)
