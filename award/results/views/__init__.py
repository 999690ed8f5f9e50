"""Pages of this feature."""

from flask import Blueprint

from award.entries.queries import EarlierPlaces
from award.results.queries import places_of

# Eligibility asks what an innovation won before; entries cannot import results.
EarlierPlaces.of = staticmethod(places_of)

BLUEPRINTS: tuple[Blueprint, ...] = ()
