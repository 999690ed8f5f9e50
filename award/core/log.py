"""Logs: one line per event, JSON where a collector reads them."""

from __future__ import annotations

import logging
from typing import Any

import structlog
from flask import Flask


def init_app(app: Flask) -> None:
    """Set up structlog for the process."""
    renderer: Any = structlog.dev.ConsoleRenderer(colors=False)
    if app.config["LOG_JSON"]:
        renderer = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
    )
