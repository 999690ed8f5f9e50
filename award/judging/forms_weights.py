"""Other weights for criteria or rounds, proposed after the first mark."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from award.approvals.forms import ProposalForm
from award.competitions.forms.fields import Percent

PREFIX = "bobot-"
WHOLE = Decimal(100)


class WeightsForm(ProposalForm):
    """A weight for each; together 100, and not all as they were."""

    present: Mapping[str, Decimal] = {}

    def weights(self) -> dict[str, str]:
        """The weights typed, by key, as they are kept with the proposal."""
        typed = {key: self[f"{PREFIX}{key}"].data for key in self.present}
        return {key: str(weight) for key, weight in typed.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        """The sum, and that something changes."""
        if not super().validate(extra_validators):
            return False
        typed = {key: Decimal(weight) for key, weight in self.weights().items()}
        if sum(typed.values()) != WHOLE or min(typed.values()) < 0:
            self.form_errors = [_l("Bobot harus berjumlah 100.")]
        elif typed == dict(self.present):
            self.form_errors = [_l("Belum ada bobot yang berubah.")]
        return not self.form_errors


def weights_form(names: Mapping[str, str], present: Mapping[str, Decimal]) -> WeightsForm:
    """A form with a field for each key, filled with the present weights."""
    fields: dict[str, Any] = {
        f"{PREFIX}{key}": Percent(_l("Bobot %(name)s (persen)", name=names[key]), default=weight)
        for key, weight in present.items()
    }
    kind = type("WeightsFormOf", (WeightsForm,), {**fields, "present": dict(present)})
    return kind()  # type: ignore[no-any-return]
