"""Pages that need every feature."""

from award.home.views.start import pages

BLUEPRINTS = (pages,)
