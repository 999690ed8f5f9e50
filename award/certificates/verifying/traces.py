"""Which verification codes and addresses a file bears. Pure, and safe with a stranger's bytes.

Looks for text only, in the file as it is and in its deflated streams, and stops at fixed limits:
a file that hides its code behind them is taken for one without a code, never for a genuine one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from award.certificates import codes

MOST_STREAMS = 2000
LARGEST_STREAM = 256 * 1024
"""Bytes that one stream may grow to: metadata and objects are small, pictures may be cut."""
LARGEST_TOTAL = 2 * 1024 * 1024
MOST_CODES = 50
MOST_GUESSES = 2000
"""Places in the whole file that look like a code and are looked at closely."""
MOST_HEX_TEXTS = 2000
"""Texts in hexadecimal digits in the whole file."""

# Every symbol of a code becomes an A: what has the shape of a code is then found at the speed of
# memory, however the rest was made up.
_SHAPES = bytes.maketrans(codes.ALPHABET.encode(), b"A" * len(codes.ALPHABET))
_SHAPE = b"-".join([b"A" * codes.GROUP] * (codes.LENGTH // codes.GROUP))
_BEFORE = re.compile(rb"://([A-Za-z0-9.\-\[\]:]{1,255})/(?:[\w.~%-]{1,64}/){0,3}v/\Z")
_ADDRESS_LENGTH = 400
_HEX_TEXT = re.compile(rb"<([0-9A-Fa-f]{40,1024})>")
_BITE = 64
_END = b"endstream"
_BEGIN = re.compile(rb"stream\r?\n")


@dataclass(frozen=True)
class Traces:
    """Codes as printed; and host and code of every address on which a code stands."""

    codes: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]


def traces(content: bytes) -> Traces:
    """The codes and addresses in a file, in the order in which they stand there."""
    found: dict[str, None] = {}
    addresses: dict[tuple[str, str], None] = {}
    guesses, hex_texts = iter(range(MOST_GUESSES)), iter(range(MOST_HEX_TEXTS))
    for text in _texts(content, hex_texts):
        for place in _places(text, guesses):
            code = text[place : place + len(_SHAPE)].decode("ascii")
            found[code] = None
            if host := _BEFORE.search(text[max(0, place - _ADDRESS_LENGTH) : place]):
                addresses[host[1].decode("ascii").lower(), code] = None
        if len(found) >= MOST_CODES:
            break
    return Traces(tuple(found)[:MOST_CODES], tuple(addresses)[:MOST_CODES])


def _places(text: bytes, guesses: Iterator[int]) -> Iterator[int]:
    """Where codes stand that are not part of something longer; every look takes a guess."""
    shapes, place = text.translate(_SHAPES), -1
    while (place := shapes.find(_SHAPE, place + 1)) >= 0 and next(guesses, None) is not None:
        end = place + len(_SHAPE)
        around = text[max(0, place - 1) : place] + text[end : end + 1]
        if not any(chr(each).isalnum() or each == ord("-") for each in around):
            yield place


def _texts(content: bytes, hex_texts: Iterator[int]) -> Iterator[bytes]:
    """What may hold text: the file around its streams, then each stream as it unfolds."""
    budget, place = LARGEST_TOTAL, 0
    for _number in range(MOST_STREAMS):
        begin = _BEGIN.search(content, place)
        if begin is None or budget <= 0:
            break
        yield from _spellings(content[place : begin.start()], hex_texts)
        end = content.find(_END, begin.end())
        end = len(content) if end < 0 else end
        place = end + len(_END)
        unfolded = _unfolded(content[begin.end() : end], min(budget, LARGEST_STREAM))
        budget -= len(unfolded)
        yield from _spellings(unfolded, hex_texts)
    yield from _spellings(content[place:], hex_texts)


def _unfolded(body: bytes, most: int) -> bytes:
    """A stream without its compression as far as that goes: a changed byte spoils what follows
    it. One that has no compression is cut to the same size."""
    unfolding, parts, size = zlib.decompressobj(), [], 0
    try:
        for place in range(0, len(body), _BITE):
            parts.append(unfolding.decompress(body[place : place + _BITE], most - size))
            size += len(parts[-1])
            if size >= most or unfolding.unconsumed_tail:
                break
    except zlib.error:
        return b"".join(parts) if place else body[:most]
    return b"".join(parts)


def _spellings(text: bytes, hex_texts: Iterator[int]) -> Iterator[bytes]:
    """Plain, without the zeros of UTF-16, and what is written in hexadecimal digits."""
    yield text
    if b"\0" in text:
        yield text.replace(b"\0", b"")
    for match, _text in zip(_HEX_TEXT.finditer(text), hex_texts, strict=False):
        digits = match[1][: len(match[1]) // 2 * 2]
        yield bytes.fromhex(digits.decode("ascii")).replace(b"\0", b"")
