"""Input of the organiser's pages in, parts of a blueprint out."""

from award.competitions.forms.holidays import HolidayForm
from award.competitions.forms.part import PartForm
from award.competitions.forms.parts import form_of
from award.competitions.forms.start import StartForm

__all__ = ["HolidayForm", "PartForm", "StartForm", "form_of"]
