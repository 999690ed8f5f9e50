"""What a list offers, as WTForms takes it."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectChoice


def options(pairs: Iterable[tuple[object, object]], group: object = None) -> list[SelectChoice]:
    """Values and the words for them, in their order; ``group`` is the heading they stand under."""
    heading = None if group is None else str(group)
    return [SelectChoice(value, word, optgroup=heading) for value, word in pairs]
