"""Signing with our own key, and judging files that were signed elsewhere. Real keys, no network."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.ocsp import OCSPCertStatus as Status
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError

from award.certificates.document import render
from award.certificates.facts import sample
from award.certificates.signing import seal as sealing
from award.certificates.signing.examination import Trust, admit, certificates, examine, inspect
from award.certificates.signing.field import Box, prepare
from award.certificates.signing.seal import Fault, SealError, open_seal
from award.certificates.signing.signatures import Refusal, RefusedError, Revocation
from award.certificates.style import Style
from tests.certificates import keys
from tests.certificates.keys import PASSPHRASE, signed_elsewhere

for tool in ("pdfsig", "qpdf", "pdftotext"):
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed", allow_module_level=True)

AT = datetime(2026, 5, 11, 4, tzinfo=UTC)
BOX = Box(450, 60, 750, 110)
LABEL = "Tanda tangan elektronik pejabat"


@pytest.fixture(scope="module")
def printed(kept_faces: Path) -> bytes:
    return render(sample("winner"), Style())


@pytest.fixture(scope="module")
def another(kept_faces: Path) -> bytes:
    return render(sample("judge"), Style())


@pytest.fixture(scope="module")
def ours(printed: bytes) -> bytes:
    """What is exported for signing."""
    return prepare(printed, BOX, LABEL)


@pytest.fixture(scope="module")
def signed(ours: bytes) -> bytes:
    return signed_elsewhere(ours)


def trust(*roots: keys.Identity) -> Trust:
    return Trust(certificates(each.pem for each in roots), ["BSrE"], AT)


def refused(uploaded: bytes, ours: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        examine(uploaded, ours, trust(keys.authority()))
    return str(caught.value.reason)


def tool(tmp_path: Path, pdf: bytes, *command: str) -> str:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf)
    ran = subprocess.run([*command, str(path)], capture_output=True, check=True)
    return ran.stdout.decode()


def test_the_prepared_field_is_empty_tagged_and_always_the_same(
    printed: bytes, ours: bytes, tmp_path: Path
) -> None:
    assert prepare(printed, BOX, LABEL) == ours
    with pikepdf.open(io.BytesIO(ours)) as opened:
        root = opened.Root
        (field,) = root.AcroForm.Fields
        assert (field.FT, str(field.TU)) == ("/Sig", LABEL)
        assert "/V" not in field
        assert [float(each) for each in field.Rect] == list(BOX)
        numbers = list(root.StructTreeRoot.ParentTree.Nums)
        element = numbers[numbers.index(field.StructParent) + 1]
        assert (element.S, str(element.Alt)) == ("/Form", LABEL)
        assert element.K.Obj.objgen == field.objgen
        assert element.objgen in [each.objgen for each in element.P.K]
        assert opened.pages[0].obj.Tabs == "/S"
        assert b"pdfuaid:part" in root.Metadata.read_bytes()
    assert "No syntax" in tool(tmp_path, ours, "qpdf", "--check")


@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_a_key_of_ours_signs_and_a_second_opinion_agrees(
    kind: str, printed: bytes, another: bytes, tmp_path: Path
) -> None:
    seal = open_seal(keys.signer(kind=kind).p12, PASSPHRASE, at=AT)
    assert seal.sign(another, AT).startswith(another)
    # What is encoded once for all documents has to fit those that follow.
    signed = seal.sign(printed, AT)
    assert signed.startswith(printed)
    said = tool(tmp_path, signed, "pdfsig", "-nocert")
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "I Wayan Contoh Wiguna" in said
    assert "No syntax" in tool(tmp_path, signed, "qpdf", "--check")


def test_each_document_has_a_signature_of_its_own(printed: bytes, another: bytes) -> None:
    seal = open_seal(keys.signer().p12, PASSPHRASE, at=AT)
    later = AT + timedelta(hours=1)
    for document, at in ((printed, AT), (another, AT), (printed, later)):
        found = inspect(seal.sign(document, at), trust(keys.authority()))
        assert (found.time, found.level) == (at.isoformat(), "PAdES B-B")
        assert found.trusted


def test_a_signed_certificate_stays_accessible(printed: bytes) -> None:
    signed = open_seal(keys.signer().p12, PASSPHRASE, at=AT).sign(printed, AT)
    with pikepdf.open(io.BytesIO(signed)) as opened:
        (widget,) = opened.pages[0].obj.Annots
        assert int(widget.F) & 2, "what has no place in the structure tree has to be hidden"
        assert opened.Root.MarkInfo.Marked
        assert b"pdfuaid:part" in opened.Root.Metadata.read_bytes()


def test_with_a_timestamp_authority_the_level_is_b_t(
    ours: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = keys.signer("TSA Contoh", kind="rsa")
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(
            authority.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        fixed_dt=AT,
    )
    asked = []
    monkeypatch.setattr(
        sealing, "HTTPTimeStamper", lambda url, timeout: asked.append(url) or stamper
    )
    url = "https://tsa.example"
    seal = open_seal(keys.signer().p12, PASSPHRASE, at=AT, timestamp_url=url)
    found = examine(seal.sign(ours, AT), ours, trust(keys.authority()))
    assert asked == [url]
    assert (found.level, found.timestamp) == ("PAdES B-T", AT.isoformat())


def test_a_timestamp_authority_that_does_not_answer_is_named(
    printed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        async def async_dummy_response(self, _algorithm: str) -> Any:
            raise TimestampRequestError("no answer")

    monkeypatch.setattr(sealing, "HTTPTimeStamper", lambda url, timeout: Silent())
    seal = open_seal(keys.signer().p12, PASSPHRASE, at=AT, timestamp_url="https://tsa.example")
    with pytest.raises(SealError) as caught:
        seal.sign(printed, AT)
    assert caught.value.fault == Fault.TIMESTAMP


def keyless() -> bytes:
    return pkcs12.serialize_key_and_certificates(
        None,
        None,
        None,
        [keys.signer().certificate],
        BestAvailableEncryption(PASSPHRASE.encode()),
    )


@pytest.mark.parametrize(
    ("make", "passphrase", "fault"),
    [
        (lambda: keys.signer().p12, "salah", Fault.PASSPHRASE),
        (lambda: keys.signer().p12, "", Fault.PASSPHRASE),
        (lambda: keys.signer().p12[:-40], PASSPHRASE, Fault.UNREADABLE),
        (lambda: b"bukan PKCS#12", PASSPHRASE, Fault.UNREADABLE),
        (lambda: b"", PASSPHRASE, Fault.UNREADABLE),
        (lambda: keys.signer().pem, PASSPHRASE, Fault.UNREADABLE),
        (keyless, PASSPHRASE, Fault.NO_KEY),
        (lambda: keys.signer(until=2025).p12, PASSPHRASE, Fault.EXPIRED),
    ],
)
def test_a_key_that_cannot_sign_says_why(make: Any, passphrase: str, fault: Fault) -> None:
    with pytest.raises(SealError) as caught:
        open_seal(make(), passphrase, at=AT)
    assert caught.value.fault == fault
    assert PASSPHRASE not in str(caught.value)


def test_a_certificate_that_is_not_valid_yet_does_not_sign() -> None:
    with pytest.raises(SealError) as caught:
        open_seal(keys.signer().p12, PASSPHRASE, at=datetime(2019, 1, 1, tzinfo=UTC))
    assert caught.value.fault == Fault.NOT_YET


def test_something_that_is_no_pdf_is_not_signed() -> None:
    seal = open_seal(keys.signer().p12, PASSPHRASE, at=AT)
    with pytest.raises(SealError) as caught:
        seal.sign(b"teks biasa", AT)
    assert caught.value.fault == Fault.DOCUMENT


def test_a_file_signed_elsewhere_shows_who_signed(ours: bytes, signed: bytes) -> None:
    found = examine(signed, ours, trust(keys.authority()))
    assert found.signer == "I Wayan Contoh Wiguna"
    assert found.organisation == "Pemerintah Kabupaten Contoh"
    assert found.issuer == "OSD BSrE Contoh"
    assert found.time
    assert (found.level, found.timestamp) == ("PAdES B-B", "")
    assert found.trusted
    assert found.bsre


def test_bsre_is_believed_only_of_a_root_we_know(ours: bytes, signed: bytes) -> None:
    stranger = keys.authority("OSD BSrE Contoh", "Palsu")
    assert not examine(signed, ours, trust()).trusted
    found = examine(signed_elsewhere(ours, keys.signer(root=stranger)), ours, trust())
    assert found.issuer == "OSD BSrE Contoh"
    assert not found.bsre


def test_another_authority_we_know_is_trusted_but_not_bsre(ours: bytes) -> None:
    other = keys.authority("CA Provinsi", "Provinsi Contoh")
    found = examine(
        signed_elsewhere(ours, keys.signer(root=other)), ours, trust(keys.authority(), other)
    )
    assert found.trusted
    assert not found.bsre


def test_a_certificate_that_has_expired_is_not_trusted(ours: bytes) -> None:
    found = examine(signed_elsewhere(ours, keys.signer(until=2025)), ours, trust(keys.authority()))
    assert not found.trusted


def test_a_file_that_carries_no_list_says_nothing_of_revocation(ours: bytes, signed: bytes) -> None:
    assert examine(signed, ours, trust(keys.authority())).revocation == Revocation.UNCHECKED


def test_a_list_of_the_issuer_in_the_file_is_read_without_asking_anybody(ours: bytes) -> None:
    proven = signed_elsewhere(ours, proof=keys.revocations(keys.signer("Orang Lain")))
    found = examine(proven, ours, trust(keys.authority()))
    assert (found.revocation, found.trusted) == (Revocation.GOOD, True)
    assert admit(proven, ours, trust(keys.authority())) == found
    assert examine(proven, ours, trust()).revocation == Revocation.UNCHECKED, "nobody vouches"


def test_a_certificate_that_its_issuer_revoked_brings_nothing_into_force(ours: bytes) -> None:
    signed = signed_elsewhere(ours, proof=keys.revocations(keys.signer()))
    for day in (AT, AT.replace(year=2027)):
        known = Trust(certificates([keys.authority().pem]), ["BSrE"], day)
        found = examine(signed, ours, known)
        assert (found.revocation, found.trusted, found.bsre) == (Revocation.REVOKED, False, False)
        with pytest.raises(RefusedError) as caught:
            admit(signed, ours, known)
        assert caught.value.reason == Refusal.REVOKED


@pytest.mark.parametrize("issuer", ["another", "old"])
def test_a_list_that_proves_nothing_leaves_it_unchecked(issuer: str, ours: bytes) -> None:
    other = keys.authority("CA Provinsi", "Provinsi Contoh")
    known, day = (other, AT) if issuer == "another" else (None, AT.replace(month=8))
    proven = signed_elsewhere(ours, proof=keys.revocations(root=known))
    trusted = Trust(certificates([keys.authority().pem, other.pem]), [], day)
    found = examine(proven, ours, trusted)
    assert (found.revocation, found.trusted) == (Revocation.UNCHECKED, True)


@pytest.mark.parametrize(
    ("status", "revocation", "trusted"),
    [
        (Status.GOOD, Revocation.GOOD, True),
        (Status.REVOKED, Revocation.REVOKED, False),
        (Status.UNKNOWN, Revocation.UNCHECKED, True),
    ],
)
def test_an_answer_of_the_issuer_in_the_file_is_heard_without_asking_anybody(
    status: Status, revocation: Revocation, trusted: bool, ours: bytes
) -> None:
    who = keys.signer(answered=True)
    proven = signed_elsewhere(ours, who, proof=keys.answer(status, who))
    known = trust(keys.authority())
    found = examine(proven, ours, known)
    assert (found.revocation, found.trusted) == (revocation, trusted)
    if trusted:
        assert admit(proven, ours, known) == found
        return
    with pytest.raises(RefusedError) as caught:
        admit(proven, ours, known)
    assert caught.value.reason == Refusal.REVOKED


@pytest.mark.parametrize("case", ["other issuer", "other person", "old"])
def test_an_answer_that_proves_nothing_leaves_it_unchecked(case: str, ours: bytes) -> None:
    other = keys.authority("CA Provinsi", "Provinsi Contoh")
    who = keys.signer(answered=True)
    about = keys.signer("Orang Lain") if case == "other person" else who
    root = other if case == "other issuer" else keys.authority()
    day = AT.replace(month=8) if case == "old" else AT
    proven = signed_elsewhere(ours, who, proof=keys.answer(Status.GOOD, about, root))
    trusted = Trust(certificates([keys.authority().pem, other.pem]), [], day)
    found = examine(proven, ours, trusted)
    assert (found.revocation, found.trusted) == (Revocation.UNCHECKED, True)


def test_a_tool_may_add_a_field_of_its_own_at_the_foot(ours: bytes) -> None:
    spec = SigFieldSpec("Lain", box=(100, 30, 300, 90))
    found = examine(signed_elsewhere(ours, name="Lain", spec=spec), ours, trust(keys.authority()))
    assert found.trusted


def test_two_people_may_sign_one_after_the_other(ours: bytes, signed: bytes) -> None:
    spec = SigFieldSpec("Paraf", box=(100, 30, 300, 90))
    twice = signed_elsewhere(signed, keys.signer("Ni Made Contoh"), name="Paraf", spec=spec)
    assert examine(twice, ours, trust(keys.authority())).signer == "Ni Made Contoh"


def test_a_stamp_over_the_facts_is_refused(ours: bytes) -> None:
    spec = SigFieldSpec("Lain", box=(100, 300, 700, 420))
    covering = signed_elsewhere(ours, name="Lain", spec=spec, look="Juara I")
    assert refused(covering, ours) == Refusal.COVERED


def test_an_unsigned_file_is_refused(ours: bytes) -> None:
    assert refused(ours, ours) == Refusal.UNSIGNED
    touched = IncrementalPdfFileWriter(io.BytesIO(ours))
    touched.root["/Lang"] = touched.root["/Lang"]
    touched.update_root()
    target = io.BytesIO()
    touched.write(target)
    assert refused(target.getvalue(), ours) == Refusal.UNSIGNED


def test_one_byte_changed_anywhere_in_ours_is_refused(ours: bytes, signed: bytes) -> None:
    for place in range(10, len(ours), len(ours) // 12):
        flipped = bytearray(signed)
        flipped[place] ^= 1
        assert refused(bytes(flipped), ours) == Refusal.ALTERED


def test_one_byte_changed_in_what_was_added_is_refused(ours: bytes, signed: bytes) -> None:
    contents = signed.index(b"/Contents", len(ours))
    # Behind the CMS object the placeholder is filled with zeros that nothing reads.
    places = [*range(len(ours) + 1, contents, 97), *range(contents + 40, contents + 1200, 97)]
    for place in [*places, len(signed) - 60]:
        flipped = bytearray(signed)
        flipped[place] ^= 1
        assert refused(bytes(flipped), ours) in (
            Refusal.BROKEN,
            Refusal.CHANGED,
            Refusal.UNSIGNED,
        ), place


def test_a_certificate_rendered_again_is_refused(printed: bytes, ours: bytes) -> None:
    other = prepare(render(replace(sample("winner"), predicate="Juara II"), Style()), BOX, LABEL)
    assert refused(signed_elsewhere(other), ours) == Refusal.ALTERED


def repainted(pdf: bytes) -> bytes:
    """The page's content exchanged in an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = page["/Contents"]
    stream._data = stream.data + b"\nBT /F1 40 Tf 200 400 Td (Juara I) Tj ET"
    stream._encoded_data = None
    writer.update_container(stream)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_page_painted_over_after_signing_is_refused(ours: bytes, signed: bytes) -> None:
    assert refused(repainted(signed), ours) == Refusal.CHANGED


def test_a_page_painted_over_before_signing_is_refused(ours: bytes) -> None:
    assert refused(signed_elsewhere(repainted(ours)), ours) == Refusal.CHANGED


def test_another_document_behind_our_bytes_is_refused(ours: bytes) -> None:
    other = render(replace(sample("winner"), predicate="Juara I"), Style())
    behind = pikepdf.open(io.BytesIO(other))
    behind.save(tail := io.BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    # Every address of the other document moves behind our bytes, so that readers show it alone.
    moved = re.sub(
        rb"(?m)^(\d{10})( \d{5} n )",
        lambda found: b"%010d" % (int(found[1]) + len(ours)) + found[2],
        tail.getvalue(),
    )
    start = tail.getvalue().rindex(b"xref\n0 ") + len(ours)
    moved = re.sub(rb"startxref\n\d+", b"startxref\n%d" % start, moved)
    with pikepdf.open(io.BytesIO(ours + moved)) as shown:
        assert "Juara I" in str(shown.docinfo.Title)
    assert refused(ours + moved, ours) == Refusal.UNSIGNED
    assert refused(signed_elsewhere(ours + moved, name="Lain"), ours) == Refusal.CHANGED


@pytest.mark.parametrize("tail", [b"x", b"\n", b"%PDF-1.7", b"\x00" * 5000])
def test_rubbish_behind_our_bytes_is_refused(tail: bytes, ours: bytes, signed: bytes) -> None:
    assert refused(ours + tail, ours) in (Refusal.BROKEN, Refusal.UNSIGNED)
    assert refused(signed + tail, ours) in (Refusal.BROKEN, Refusal.CHANGED)


@pytest.mark.parametrize("content", [b"", b"bukan sertifikat", b"-----BEGIN CERTIFICATE-----"])
def test_a_root_that_is_none_is_named(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        certificates([content])
