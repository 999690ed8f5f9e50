"""The English catalogue: in step with the Indonesian texts, complete, and with the same blanks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from tests.guards.sources import ROOT, modules, names_imported

ENGLISH = ROOT / "award" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@cache
def _english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def _messages() -> list[Message]:
    return [message for message in _english() if message.id]


def _key(message: Message) -> tuple[str | None, tuple[str, ...]]:
    return message.context, _forms(message.id)


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_catalogue_holds_exactly_the_texts_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``make messages`` brings it in step."""
    monkeypatch.chdir(ROOT)
    made = tmp_path / "messages.pot"
    keywords = "--keywords=_l lazy_gettext lazy_ngettext:1,2"
    mapping = "--mapping=pyproject.toml"
    # Without this, directories such as templates/_macros are passed over.
    hidden = "--ignore-dirs=.*"
    CommandLineInterface().run(
        ["pybabel", "--quiet", "extract", mapping, keywords, hidden, f"--output-file={made}", "."]
    )
    with made.open("rb") as file:
        used = {_key(message) for message in read_po(file) if message.id}
    kept = {_key(message) for message in _messages()}
    assert {"missing": used - kept, "unused": kept - used} == {"missing": set(), "unused": set()}


def test_nothing_is_left_over_or_uncertain() -> None:
    assert list(_english().obsolete) == []
    assert [message.id for message in _messages() if message.fuzzy] == []


def test_every_text_has_its_english() -> None:
    assert [message.id for message in _messages() if not all(_forms(message.string or ""))] == []


def test_english_fills_the_same_blanks() -> None:
    wrong = [
        message.id
        for message in _messages()
        if all(english := _forms(message.string or ""))
        and _blanks(english) != _blanks(_forms(message.id))
    ]
    assert wrong == []


def _blanks(texts: tuple[str, ...]) -> set[str]:
    return {blank for text in texts for blank in PLACEHOLDER.findall(text)}


def test_every_form_speaks_our_words() -> None:
    others = {
        name
        for name, tree in modules().items()
        if "flask_wtf.FlaskForm" in names_imported(tree) and name != "award/core/forms.py"
    }
    assert others == set()
