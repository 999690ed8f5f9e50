"""Pages that need every feature."""

from award.home.views.gallery import gallery_pages
from award.home.views.start import pages

BLUEPRINTS = (pages, gallery_pages)
