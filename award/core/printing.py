"""What every printed document needs: a closed door for addresses, and the QR code.

Loads WeasyPrint: only the worker and short-lived processes import it.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf
import zxingcpp
from PIL import Image
from weasyprint import DEFAULT_OPTIONS
from weasyprint.images import get_image_from_uri
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


@dataclass(frozen=True)
class BitImage:
    """A picture in black and white: rows of bits from the top, padded to bytes, 1 for white."""

    id: str
    width: int
    height: int
    rows: bytes

    def get_intrinsic_size(
        self, resolution: float, _font_size: float
    ) -> tuple[float, float, float]:
        """Width, height and ratio, as WeasyPrint asks for them."""
        return self.width / resolution, self.height / resolution, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        """Put the picture on a stream, as WeasyPrint asks for it."""
        name = stream.add_image(self, interpolate=False, ratio=1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, _interpolate: bool, _ratio: float) -> pydyf.Stream:
        """The picture as part of a PDF, as WeasyPrint asks for it."""
        extra = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": self.width,
            "Height": self.height,
            "ColorSpace": "/DeviceGray",
            "BitsPerComponent": 1,
            "Interpolate": "false",
        }
        return pydyf.Stream([self.rows], pydyf.Dictionary(extra), compress=True)


def qr_image(url: str) -> BitImage:
    """The same code for WeasyPrint's store of parsed images, which makes no picture of bits."""
    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=1))
    return BitImage("qr", drawn.width, drawn.height, drawn.convert("1").tobytes())


class Engraved:
    """A drawing whose strokes are worked out once and then repeated in every document.

    For plain opaque strokes and fills: what needs a resource of its document (opacity, gradients,
    text) cannot be repeated.
    """

    def __init__(self, url: str, fetch: Callable[[str], URLFetcherResponse]) -> None:
        self._drawing = get_image_from_uri({}, fetch, DEFAULT_OPTIONS, url)
        self._strokes: dict[tuple[float, float], bytes] = {}

    def get_intrinsic_size(self, resolution: float, font_size: float) -> Any:
        """Width, height and ratio, as the drawing says."""
        return self._drawing.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Put the strokes for this size on a stream."""
        if (width, height) not in self._strokes:
            scratch = stream.clone(resources=defaultdict(dict))
            self._drawing.draw(scratch, width, height, style)
            opaque = (each for each in scratch.stream if not each.endswith(b" gs"))
            self._strokes[width, height] = b"\n".join(opaque)
        stream.stream.append(self._strokes[width, height])


class Picture:
    """A raster image that is packed once and then repeated."""

    def __init__(self, image: Any) -> None:
        self._image = image
        self._packed: dict[object, pydyf.Stream] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._image, name)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Put the picture on a stream, as WeasyPrint asks for it."""
        name = stream.add_image(self, style["image_rendering"] == "auto", 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, ratio: float) -> pydyf.Stream:
        """The picture as part of a PDF, as WeasyPrint asks for it."""
        if interpolate not in self._packed:
            self._packed[interpolate] = self._image.get_x_object(interpolate, ratio)
        return _again(self._packed[interpolate])


def _again(stream: pydyf.Stream) -> pydyf.Stream:
    """A part equal to `stream` for another document."""
    extra = {
        key: _again(value) if isinstance(value, pydyf.Stream) else value
        for key, value in stream.extra.items()
    }
    return pydyf.Stream(stream.stream, extra)
