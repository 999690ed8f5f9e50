"""A badge is believed by somebody who knows nothing of us but what the badge's addresses answer.

The checks follow Open Badges 3.0 (JSON Web Token Proof Format, and the required properties of
OpenBadgeCredential, AchievementSubject, Achievement and Profile) and the 1EdTech Revocation List
Status Method; none of our own code takes part in them.
"""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask

from award.certificates import queries
from award.certificates.models import Certificate
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.certificates.test_checking_files import ready, superseded

Visit = Callable[..., Visitor]
Fetch = Callable[[str], Any]


class Disbelieved(Exception):
    """Why a badge is not believed."""


def believe(token: str, fetch: Fetch) -> dict[str, Any]:
    """The credential of a compact JSON Web Token, verified as the specification says."""
    head, body, signature = (_decoded(part) for part in token.split("."))
    header, payload = json.loads(head), json.loads(body)
    if header["alg"] != "RS256" or header.get("typ", "JWT") != "JWT":
        raise Disbelieved("header")
    if set(header) - {"alg", "typ", "kid", "jwk"} or not {"kid", "jwk"} & set(header):
        raise Disbelieved("header")
    _check_signature(token, signature, fetch(header["kid"]))
    _check_claims(payload)
    _check_structure(payload)
    _check_status(payload, fetch(payload["credentialStatus"]["id"]))
    return payload


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _check_signature(token: str, signature: bytes, jwk: dict[str, str]) -> None:
    assert "d" not in jwk
    n, e = (int.from_bytes(_decoded(jwk[name])) for name in ("n", "e"))
    key = rsa.RSAPublicNumbers(e, n).public_key()
    try:
        signed = token.rpartition(".")[0].encode()
        key.verify(signature, signed, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        raise Disbelieved("signature") from None


def _check_claims(payload: dict[str, Any]) -> None:
    begun = datetime.fromisoformat(payload["validFrom"])
    expected = {
        "iss": payload["issuer"]["id"],
        "sub": payload["credentialSubject"]["id"],
        "jti": payload["id"],
        "nbf": int(begun.timestamp()),
    }
    if any(payload.get(name) != value for name, value in expected.items()):
        raise Disbelieved("claims")
    if begun.tzinfo is None:
        raise Disbelieved("validFrom")


def _check_structure(payload: dict[str, Any]) -> None:
    assert payload["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert payload["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0")
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(payload["type"])
    assert payload["name"]
    assert "Profile" in payload["issuer"]["type"]
    subject = payload["credentialSubject"]
    assert "AchievementSubject" in subject["type"]
    assert subject.get("id") or subject.get("identifier")
    for each in subject.get("identifier", ()):
        assert each["type"] == "IdentityObject"
        assert each["identityType"] in ("name", "emailAddress", "sourcedId", "systemId")
        assert isinstance(each["hashed"], bool)
        assert each["identityHash"]
    achievement = subject["achievement"]
    assert "Achievement" in achievement["type"]
    assert all(achievement[name] for name in ("id", "name", "description"))
    assert achievement["criteria"].get("id") or achievement["criteria"].get("narrative")
    for address in (payload["id"], payload["issuer"]["id"], achievement["id"], subject["id"]):
        assert urlsplit(address).scheme == "https"


def _check_status(payload: dict[str, Any], listed: dict[str, Any]) -> None:
    assert payload["credentialStatus"]["type"] == "1EdTechRevocationList"
    assert listed["id"] == payload["credentialStatus"]["id"]
    assert listed["issuer"] == payload["issuer"]["id"]
    for each in listed["revokedCredential"]:
        if each["id"] == payload["id"] and each.get("revoked", True):
            raise Disbelieved(each["revocationReason"])


@pytest.fixture
def fetch(visit: Visit) -> Fetch:
    """What an address of ours answers to a stranger."""

    def answered(address: str) -> Any:
        parts = urlsplit(address)
        assert (parts.scheme, parts.netloc) == ("https", "award.example")
        page = visit().get(parts.path)
        assert page.status == 200
        assert page.response.headers["Access-Control-Allow-Origin"] == "*"
        return page.json

    return answered


def badge_of(certificate: Certificate, visit: Visit) -> str:
    page = visit().get(f"/v/{certificate.code}/lencana.jwt")
    assert page.response.mimetype == "application/vc+jwt"
    return str(page.response.get_data(as_text=True))


def test_a_stranger_believes_a_badge(app: Flask, visit: Visit, fetch: Fetch) -> None:
    certificate, _content = ready()
    told = believe(badge_of(certificate, visit), fetch)
    facts, subject = certificate.facts, told["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == facts["recipient"]
    assert facts["predicate"] in subject["achievement"]["name"]
    assert facts["innovation"] in subject["achievement"]["description"]
    assert subject["achievement"]["criteria"]["id"] == facts["url"]
    assert datetime.fromisoformat(told["validFrom"]) == certificate.issued_at.replace(microsecond=0)
    assert datetime.fromisoformat(told["validFrom"]).astimezone(UTC).hour == 4
    assert fetch(told["issuer"]["id"])["name"] == "Pemerintah Kabupaten Badung"


def test_a_changed_rank_or_another_key_is_not_believed(
    app: Flask, visit: Visit, fetch: Fetch
) -> None:
    certificate, _content = ready()
    head, body, signature = badge_of(certificate, visit).split(".")
    other = _decoded(body).replace(b"Juara I", b"Juara V")
    assert other != _decoded(body)
    forged = base64.urlsafe_b64encode(other).decode().rstrip("=")
    with pytest.raises(Disbelieved, match="signature"):
        believe(f"{head}.{forged}.{signature}", fetch)
    strange = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signed = strange.sign(f"{head}.{body}".encode(), padding.PKCS1v15(), SHA256())
    again = base64.urlsafe_b64encode(signed).decode().rstrip("=")
    with pytest.raises(Disbelieved, match="signature"):
        believe(f"{head}.{body}.{again}", fetch)


def test_a_badge_kept_since_long_is_not_believed_after_revocation(
    cast: Cast, visit: Visit, fetch: Fetch
) -> None:
    certificate, _content = ready()
    token = badge_of(certificate, visit)
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    with pytest.raises(Disbelieved, match="Data tidak benar"):
        believe(token, fetch)
    assert visit().get(f"/v/{certificate.code}/lencana.jwt").status == 410
    page = visit().get(f"/v/{certificate.code}/lencana")
    assert "hanya tersedia selama piagamnya berlaku" in page.text
    assert page.soup.select_one("a[download]") is None


def test_nor_after_a_correction(app: Flask, visit: Visit, fetch: Fetch) -> None:
    certificate, _content = ready()
    token = badge_of(certificate, visit)
    superseded(certificate)
    with pytest.raises(Disbelieved, match="Gelar penerima keliru"):
        believe(token, fetch)


def test_a_badge_names_nobody_beyond_what_is_printed(app: Flask, visit: Visit) -> None:
    batch = finished.issue(finished.edition(), signer=finished.BRIDA)
    certificate = queries.certificates(batch)[0]
    text = json.dumps(_claims(certificate, app), ensure_ascii=False)
    assert "@" not in text.replace('"@context"', "")
    assert "19680926" not in text


def _claims(certificate: Certificate, app: Flask) -> dict[str, Any]:
    from award.certificates.verifying.badges import claims

    return claims(certificate, app.config["BASE_URL"])


def test_the_badge_of_a_specimen_says_that_it_is_one(app: Flask, visit: Visit) -> None:
    app.config["DEMO"] = True
    certificate, _content = ready()
    assert str(_claims(certificate, app)["name"]).startswith("Contoh: ")


def test_the_key_is_made_once_for_its_owner_alone(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    assert badge_of(certificate, visit) == badge_of(certificate, visit)
    kept = app.config["DATA_DIR"] / "badge.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    (listed,) = visit().get("/.well-known/jwks.json").json["keys"]
    assert listed == visit().get(urlsplit(listed["kid"]).path).json
    assert set(listed) == {"kty", "n", "e", "alg", "use", "kid"}
    assert visit().get("/lencana/kunci/lain").status == 404


def test_the_honoured_are_led_to_the_badge(cast: Cast, visit: Visit) -> None:
    certificate, _content = ready()
    address = f"/v/{certificate.code}/lencana"
    for who, path in ((cast.staff, "/pd/sertifikat/"), (None, f"/v/{certificate.code}")):
        page = visit(who).get(path) if who else visit().get(path)
        assert page.soup.select_one(f"a[href='{address}']") is not None, path
    page = visit(language="en").get(address)
    assert page.all("h1") == ["Add to profile"]
    assert page.soup.select_one(f"a[href='{address}.jwt'][download]") is not None
    assert page.soup.select_one("input[readonly]")["value"] == certificate.facts["url"]


def test_an_unknown_code_has_no_badge(app: Flask, visit: Visit) -> None:
    for end in ("lencana", "lencana.jwt", "lencana/status"):
        assert visit().get(f"/v/7KQM-4TXB-9RNH-0123-ABCD/{end}").status == 404
