"""What every printed document needs: a closed door for addresses, and the QR code.

Loads WeasyPrint: only the worker and short-lived processes import it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import zxingcpp
from PIL import Image
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse


def fetcher(resources: Mapping[str, tuple[bytes, str]]) -> Callable[[str], URLFetcherResponse]:
    """Hands WeasyPrint these contents with their media types; any other address stops the work."""

    def fetch(url: str) -> URLFetcherResponse:
        if url not in resources:
            raise FatalURLFetchingError(f"address not allowed: {url[:80]}")
        content, mime = resources[url]
        return URLFetcherResponse(url, content, {"Content-Type": mime})

    return fetch


def qr_png(url: str) -> bytes:
    """A QR code (error correction M, quiet zone included) as a PNG, one pixel a module.

    Grey rather than 1-bit: WeasyPrint embeds grey as it is and turns 1-bit into full colour.
    """
    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = zxingcpp.write_barcode_to_image(code, scale=1)
    target = io.BytesIO()
    Image.fromarray(drawn).save(target, "PNG")
    return target.getvalue()
