"""Settings: the only reader of the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
MEBIBYTE = 1024 * 1024


def settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Flask settings from the environment; every name here is documented in the README."""
    env = os.environ if environ is None else environ
    data = Path(env.get("DATA_DIR", ROOT / "var")).resolve()
    base_url = env.get("BASE_URL", "https://localhost").rstrip("/")
    return {
        "DATA_DIR": data,
        "SECRET_KEY": env.get("SECRET_KEY") or _kept_secret(data / "secret.key"),
        "SQLALCHEMY_DATABASE_URI": database_url(env.get("DATABASE_URL", ""), data),
        "BASE_URL": base_url,
        "DEMO": env.get("DEMO", "") == "1",
        "HOST": env.get("HOST", "127.0.0.1"),
        "PORT": whole_number(env, "PORT", 8000, 1, 65535),
        "WEB_WORKERS": whole_number(env, "WEB_WORKERS", 2, 1, 64),
        "TRUSTED_PROXIES": whole_number(env, "TRUSTED_PROXIES", 0, 0, 10),
        "APPROVAL_HOURS": whole_number(env, "APPROVAL_HOURS", 72, 1, 24 * 30),
        "MAIL_URL": env.get("MAIL_URL", ""),
        "MAIL_FROM": env.get("MAIL_FROM", "inovasi@localhost"),
        "TRUSTED_ROOTS": Path(env.get("TRUSTED_ROOTS", data / "trust")).resolve(),
        # VERIFY with BSSN: how the certificates of BSrE name who issued them.
        "BSRE_NAMES": env.get("BSRE_NAMES", "BSrE,Balai Sertifikasi Elektronik").split(","),
        "SIGNING_P12": env.get("SIGNING_P12", ""),
        "TIMESTAMP_URL": env.get("TIMESTAMP_URL", ""),
        "RATELIMIT_STORAGE_URI": env.get(
            "RATELIMIT_STORAGE_URI", f"sqlite:///{data / 'attempts.db'}"
        ),
        "LOG_JSON": env.get("LOG_JSON", "") == "1",
        # A form may carry 10 MB of text or one document; anything larger is refused unread.
        "MAX_CONTENT_LENGTH": 16 * MEBIBYTE,
        "MAX_FORM_MEMORY_SIZE": 12 * MEBIBYTE,
        "PERMANENT_SESSION_LIFETIME": 8 * 3600,
        "SESSION_REFRESH_EACH_REQUEST": False,  # award/core/web.py does, every few minutes
        "SESSION_COOKIE_NAME": "award",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Only the demonstration on a plain http address goes without Secure.
        "SESSION_COOKIE_SECURE": not base_url.startswith("http://"),
        "BABEL_DEFAULT_LOCALE": "id",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Makassar",
        "BOOTSTRAP_SERVE_LOCAL": True,
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }


def whole_number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A number of the environment; ends the program with one clear line when it is none."""
    given = env.get(name) or str(default)
    if not (given.isascii() and given.isdecimal() and least <= int(given) <= most):
        raise SystemExit(f"{name} must be a whole number from {least} to {most}, not “{given}”.")
    return int(given)


def database_url(url: str, data: Path) -> str:
    """The SQLAlchemy address: an SQLite file by default; PostgreSQL goes through psycopg 3."""
    if not url:
        return f"sqlite:///{data / 'award.db'}"
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg{separator}{rest}"
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise SystemExit("DATABASE_URL must begin with postgresql:// or sqlite://.")
    return url


def _kept_secret(path: Path) -> str:
    """A secret of this installation, made once and readable by its owner only."""
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")
