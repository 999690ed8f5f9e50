"""Pictures that organisers upload, taken in by a process of their own.

Whatever a picture does to the library that unpacks it ends with that process.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flask_babel import lazy_gettext as _l

from award.core import files
from award.core.language import number
from award.core.problems import Invalid

ROOT = Path(__file__).resolve().parents[3]
LARGEST_FILE = 2 * 1024 * 1024
"""Bytes of a picture as it is uploaded."""
SECONDS = 20
REFUSED = 3

NO_PICTURE = _l("Berkas ini bukan gambar PNG atau JPEG. Ubah lebih dahulu ke salah satunya.")
UNREADABLE = _l("Gambar ini tidak dapat dibaca. Simpan ulang sebagai PNG, lalu unggah lagi.")
TOO_MANY_PIXELS = _l("Gambar ini terlalu besar. Perkecil sampai paling besar 4000 × 4000 piksel.")


def taken_in(content: bytes, field: str) -> bytes:
    """The picture drawn anew; raises :class:`Invalid` with the reason at `field`."""
    if len(content) > LARGEST_FILE:
        raise _invalid(_too_heavy(len(content)), field)
    if files.sniff(content) not in ("png", "jpg"):
        raise _invalid(NO_PICTURE, field)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", __name__],
            input=content,
            capture_output=True,
            cwd=ROOT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _invalid(UNREADABLE, field) from None
    if done.returncode:
        sentence = TOO_MANY_PIXELS if done.stdout == b"too large" else UNREADABLE
        raise _invalid(sentence, field)
    return done.stdout


def _too_heavy(size: int) -> object:
    return _l(
        "Gambar ini berukuran %(size)s MB; paling besar %(limit)s MB.",
        size=number(size / 1024**2, 1),
        limit=LARGEST_FILE // 1024**2,
    )


def _invalid(sentence: object, field: str) -> Invalid:
    return Invalid(sentence, {field: sentence})


def main() -> int:
    """Read a picture from standard input, write it anew to standard output."""
    # Only this process loads Pillow.
    from award.certificates.printing.pictures import NoPicture, checked

    try:
        sys.stdout.buffer.write(checked(sys.stdin.buffer.read()))
    except NoPicture as refusal:
        sys.stdout.write(str(refusal))
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
