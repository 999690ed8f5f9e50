"""Input for the press and for the day of the ceremony."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from award.certificates.piles import Edge, Order
from award.certificates.words import EDGES, ORDERS
from award.core.choices import options


class PressForm(FlaskForm):
    """How a press file is wanted."""

    order = SelectField(_l("Urutan lembar"), choices=options(ORDERS.items()), coerce=Order)
    edge = SelectField(_l("Tepi kertas"), choices=options(EDGES.items()), coerce=Edge)
