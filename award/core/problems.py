"""What can go wrong on purpose: refusals with a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping

from award.core.text import clean


class Problem(Exception):
    """Something the person can be told; ``sentence`` may be lazily translated."""

    status = 400

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(Problem):
    """The actor may not do this; the sentence says why not."""

    status = 403


class Stale(Problem):
    """Someone else was faster: what was sent rests on an older version."""

    status = 409


class Invalid(Problem):
    """The input cannot be taken; ``fields`` maps a field's name to its sentence."""

    status = 422

    def __init__(self, sentence: object, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})


def required(text: str | None, field: str, missing: object) -> str:
    """What was written, cleaned; raises ``Invalid`` with ``missing`` at the field without it."""
    words = clean(text).strip()
    if not words:
        raise Invalid(missing, {field: missing})
    return words
