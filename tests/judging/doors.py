"""Every door that a person can try, and everything that an answer holds, byte by byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlsplit

import pikepdf
from flask import Flask
from pypdf import PdfReader

from award.core.web import OPEN_ENDPOINTS
from award.people.queries import all_agencies
from tests.browsing import Page, Visitor

MANY = 20
"""Fewer options are no list of all agencies."""

Values = Mapping[str, Sequence[object]]
"""What to put into an address, by the name of its place."""


@dataclass(frozen=True)
class Answer:
    """What one door gave: ``told`` is all of it that anyone could read."""

    door: str
    status: int
    told: str


def every_address(app: Flask, values: Values) -> Iterator[str]:
    """Every page there is, once for each way of filling in its address."""
    addresses = app.url_map.bind("award.example")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in OPEN_ENDPOINTS:
            continue
        names = sorted(rule.arguments)
        for filling in product(*(values.get(name, [1]) for name in names)):
            yield addresses.build(rule.endpoint, dict(zip(names, filling, strict=True)))


def walk(visitor: Visitor, start: Sequence[str], within: str = "/") -> Iterator[Answer]:
    """Open every address and every link found behind it, each once, below ``within``."""
    waiting, tried = list(dict.fromkeys(start)), set()
    while waiting:
        door = waiting.pop(0)
        if door in tried or not door.startswith(within):
            continue
        tried.add(door)
        page = visitor.get(door)
        waiting += [link for link in _links(page) if link not in tried]
        yield heard(door, page)


def heard(door: str, page: Page) -> Answer:
    """One answer, headers and contents of files included."""
    headers = "\n".join(f"{name}: {value}" for name, value in page.response.headers)
    return Answer(door, page.status, f"{headers}\n{_contents(page)}")


def _links(page: Page) -> list[str]:
    if page.response.mimetype != "text/html":
        return []
    found = [str(each["href"]) for each in page.soup.select("a[href]")]
    local = [urlsplit(each)._replace(fragment="").geturl() for each in found if each[:1] == "/"]
    return [each for each in local if not each.startswith(("/static/", "/keluar"))]


def _contents(page: Page) -> str:
    response = page.response
    if response.mimetype == "application/pdf":
        return _of_pdf(response.data)
    if response.data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
            return "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    if response.mimetype.startswith("image/"):
        return response.data.decode("latin-1")
    text = response.data.decode("utf-8")
    if response.mimetype != "text/html":
        return text
    soup = page.soup
    for choice in soup.select(f"select:has(option:nth-of-type({MANY}))"):
        # To choose from all agencies there are tells nothing about any of them.
        if len(choice.select("option")) >= len(all_agencies()):
            choice.decompose()
    return f"{soup}\n{soup.get_text(' ')}"


def _of_pdf(content: bytes) -> str:
    flat = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            flat,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return "\n".join([flat.getvalue().decode("latin-1"), *pages])


def leaks(answers: Sequence[Answer], hidden: Sequence[str]) -> list[tuple[str, str]]:
    """Where which hidden words were told, capitals and spacing aside."""
    return [
        (answer.door, word)
        for answer in answers
        for told in [" ".join(answer.told.casefold().split())]
        for word in hidden
        if " ".join(word.casefold().split()) in told
    ]
