"""How printed Indonesian is read aloud: numerals, abbreviations, letters. Pure."""

from __future__ import annotations

import re

UNITS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    *("sepuluh", "sebelas"),
)
ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
DIGITS = {"I": 1, "V": 5, "X": 10}
WORDS = {
    "&": "dan",
    "No.": "nomor",
    "Kab.": "Kabupaten",
    "Kec.": "Kecamatan",
    "Kel.": "Kelurahan",
    "Jl.": "Jalan",
    "dr.": "dokter",
    "drg.": "dokter gigi",
    "Dr.": "Doktor",
    "Drs.": "Doktorandus",
    "Dra.": "Doktoranda",
    "Ir.": "Insinyur",
    "Prof.": "Profesor",
    "Hj.": "Hajah",
    "H.": "Haji",
}
VOWELS = frozenset("AEIOU")
DEGREE = re.compile(r",\s*(?:[A-Z][A-Za-z]*\.\s*)+(?:[A-Z][A-Za-z]*\.?)?")


def aloud(text: str) -> str:
    """The text as it is read: ``RSUD Mangusada II`` becomes ``R-S-U-D Mangusada dua``.

    Roman numerals and numbers up to 9,999 become words, common abbreviations are spelled out,
    capitals without a vowel are read letter by letter, degrees behind a name are left out.
    """
    bare = DEGREE.sub("", text)
    tokens = bare.split()
    last = len(tokens) - 1
    # "I Made" is a name and "Juara I" a place: one letter alone is a numeral at the end only.
    numerals = (n > 0 and (len(token) > 1 or n == last) for n, token in enumerate(tokens))
    return " ".join(map(_token, tokens, numerals))


def number(value: int) -> str:
    """A number from 0 to 9,999 in words."""
    if value < 12:
        return UNITS[value]
    if value < 20:
        return f"{UNITS[value - 10]} belas"
    for size, one, word in ((1000, "seribu", "ribu"), (100, "seratus", "ratus"), (10, "", "puluh")):
        if value >= size:
            many, rest = divmod(value, size)
            head = one if many == 1 and one else f"{number(many)} {word}"
            return f"{head} {number(rest)}" if rest else head
    raise ValueError(value)


def _token(token: str, numeral: bool) -> str:
    if token in WORDS:
        return WORDS[token]
    core = token.strip("“”\"'(),.;:!?")
    return token.replace(core, _core(core, numeral), 1) if core else token


def _core(core: str, numeral: bool) -> str:
    if core.isascii() and core.isdigit() and len(core) <= 4:
        return number(int(core))
    if numeral and ROMAN.fullmatch(core):
        return number(_roman(core))
    if core.isascii() and core.isalpha() and core.isupper() and len(core) > 1 and _spelled(core):
        return "-".join(core)
    return core


def _spelled(core: str) -> bool:
    """Capitals that nobody can say as a word."""
    return not VOWELS & set(core) or core in ("RSUD", "UPTD", "UPT", "ASN", "SPBE", "OPD", "IKM")


def _roman(digits: str) -> int:
    values = [DIGITS[each] for each in digits]
    after = [*values[1:], 0]
    return sum(-one if one < two else one for one, two in zip(values, after, strict=True))
