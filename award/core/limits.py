"""How often one visitor may ask: guards sign-in and pages that could be guessed at."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=[])
