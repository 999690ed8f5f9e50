"""Codes and addresses are found in a file, quickly, whatever the file was made up to do."""

from __future__ import annotations

import os
import time
import zlib

import pytest

from award.certificates.verifying.traces import (
    LARGEST_STREAM,
    LARGEST_TOTAL,
    MOST_CODES,
    MOST_GUESSES,
    MOST_HEX_TEXTS,
    traces,
)
from tests.certificates.papers import STRANGE, pdf

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    "content",
    [
        pdf(f"/Keywords (400/001/2026, {STRANGE})"),
        pdf(f"<pdf:Keywords>{STRANGE}</pdf:Keywords>", deflated=False),
        f"%PDF-1.7\n/Keywords ({STRANGE})".encode(),
        b"%PDF-1.7\n/Keywords (" + f"\ufeff400, {STRANGE}".encode("utf-16-be") + b")",
        f"%PDF-1.7\n/Keywords <{f'400, {STRANGE}'.encode('utf-16-be').hex()}>".encode(),
        pdf("first", b"\xff" * 100, STRANGE),
        b"%PDF-1.7\nstream\r\n" + zlib.compress(STRANGE.encode()),
    ],
    ids=["deflated", "plain stream", "plain", "utf-16", "hexadecimal", "third", "cut off"],
)
def test_a_code_is_found_however_it_is_written(content: bytes) -> None:
    assert traces(content).codes == (STRANGE,)


def test_an_address_names_its_host_and_its_code() -> None:
    found = traces(pdf(f"(https://Sertifikat.Example:8443/badung/v/{STRANGE})"))
    assert found.addresses == (("sertifikat.example:8443", STRANGE),)
    assert found.codes == (STRANGE,)


def test_a_changed_byte_hides_no_code_that_comes_before_it() -> None:
    content = bytearray(pdf(f"{STRANGE} {os.urandom(500).hex()}"))
    content[-80] ^= 1
    assert traces(bytes(content)).codes == (STRANGE,)


@pytest.mark.parametrize(
    "text",
    [
        STRANGE[:-1],
        f"{STRANGE}0",
        f"A{STRANGE}",
        f"{STRANGE}-ABCD",
        STRANGE.replace("K", "U"),
        STRANGE.replace("-", ""),
        "",
    ],
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert traces(pdf(text)).codes == ()


def test_codes_are_told_once_and_not_without_end() -> None:
    assert traces(pdf(STRANGE, f"{STRANGE} {STRANGE}")).codes == (STRANGE,)
    many = " ".join(f"{n:04d}-0000-0000-0000-0000" for n in range(300))
    assert len(traces(pdf(many)).codes) == MOST_CODES


def test_only_so_much_of_a_file_is_looked_at_closely() -> None:
    decoys = f"{STRANGE}0 " * 40
    assert traces(pdf(*[decoys] * 10, STRANGE)).codes == (STRANGE,)
    assert traces(pdf(*[decoys] * (MOST_GUESSES // 40), STRANGE)).codes == ()
    digits, code = "<" + "00" * 20 + ">", f"<{STRANGE.encode().hex()}>"
    assert traces(pdf(digits * 10, code)).codes == (STRANGE,)
    assert traces(pdf(*[digits * 500] * (MOST_HEX_TEXTS // 500), code)).codes == ()


def test_a_bomb_unfolds_no_further_than_its_limit() -> None:
    behind = b"\0" * (2 * LARGEST_STREAM) + STRANGE.encode()
    assert traces(pdf(behind)).codes == ()
    assert traces(pdf(*[b"\0" * LARGEST_STREAM] * 9, STRANGE)).codes == ()
    assert LARGEST_TOTAL < 9 * LARGEST_STREAM


@pytest.mark.parametrize(
    "content",
    [
        os.urandom(4 * MEBIBYTE),
        b"-" * (4 * MEBIBYTE),
        b"\0" * (4 * MEBIBYTE),
        b"0" * (4 * MEBIBYTE),
        b"-AAAA-AAAA-AAAA-AAA" * (MEBIBYTE // 5),
        (STRANGE + ":").encode() * (MEBIBYTE // 7),
        b"://a/" + b"a/" * (2 * MEBIBYTE),
        b"stream\nendstream" * (MEBIBYTE // 4),
        b"<00" * MEBIBYTE,
        pdf(*[b"-" * MEBIBYTE] * 200),
        (b"stream\n" + f"{STRANGE}0:".encode() * 80 + b"endstream") * 2000,
        (b"\0<" + b"0" * 1020) * (MEBIBYTE // 256),
        (b"<" + b"00" * 20 + b">") * (MEBIBYTE // 11),
    ],
    ids=[
        *("noise", "dashes", "zeros", "one word", "halves", "codes", "paths", "streams"),
        *("digits", "bombs", "almost codes", "long digits", "short digits"),
    ],
)
def test_made_up_files_take_no_longer_than_a_moment(content: bytes) -> None:
    start = time.process_time()
    traces(content)
    assert time.process_time() - start < 0.2
