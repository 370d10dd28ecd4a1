"""The square code of an address, for a phone to read: SVG shapes, without styles."""

import qrcode
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathFillImage


def square(address: str) -> SafeString:
    """Return the square code of an address as an SVG element for a page."""
    image = qrcode.make(address, image_factory=SvgPathFillImage, box_size=12)
    return SafeString(image.to_string(encoding="unicode"))
