"""The key with which this installation signs badges: made once, kept beside the data.

RS256 because Open Badges 3.0 asks every verifier for it and promises no other. Whoever loses the
key leaves badges given before without proof: it belongs in the backup of the data folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from base64 import urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import Any

from award.certificates.verifying.badges import KEYS

ALGORITHM = "RS256"
BITS = 2048
NAME = "badge.key"


def sign(claims: dict[str, Any], folder: Path, base_url: str) -> str:
    """A compact JSON Web Token over the claims, by the key kept in the folder."""
    header = {"typ": "JWT", "kid": public_key(folder, base_url)["kid"]}
    key = _kept(folder / NAME)
    return str(_library().encode(claims, key, algorithm=ALGORITHM, headers=header))


def public_key(folder: Path, base_url: str) -> dict[str, str]:
    """The public half as a JSON Web Key; its `kid` is the address at which it stands alone."""
    key = _library().algorithms.RSAAlgorithm.to_jwk(_kept(folder / NAME).public_key(), as_dict=True)
    public = {name: key[name] for name in ("e", "kty", "n")}
    address = f"{base_url}{KEYS}/{_thumbprint(public)}"
    return {**public, "alg": ALGORITHM, "use": "sig", "kid": address}


def _library() -> Any:
    # With cryptography it takes 23 MB: only a process that signs a badge loads it.
    import jwt

    return jwt


def _thumbprint(key: dict[str, str]) -> str:
    """RFC 7638: SHA-256 over the members that make the key, in the alphabet of addresses."""
    spelled = json.dumps(key, sort_keys=True, separators=(",", ":"))
    return urlsafe_b64encode(hashlib.sha256(spelled.encode()).digest()).decode().rstrip("=")


def _kept(path: Path) -> Any:
    """The private key of this installation, readable by its owner only."""
    if not path.exists():
        _make(path)
    return _read(path.read_bytes())


@cache
def _read(pem: bytes) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return load_pem_private_key(pem, None)


def _make(path: Path) -> None:
    """Whole at once or not at all: of two processes that come first, one is first."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_generated())
            file.flush()
            os.fsync(file.fileno())
        Path(path).hardlink_to(name)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink(missing_ok=True)


def _generated() -> bytes:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
