"""Looks at a picture from outside before anything else does.

`verify` runs in the API's Lambda, which has Pillow and nothing heavier; OpenCV and numpy are
imported by `check` and `palette` only.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from spotworks.adapters.media.memory import map_large
from spotworks.adapters.rules import rules_of
from spotworks.domain.research import Box, Palette
from spotworks.errors import AssetRejected
from spotworks.ports import Picture

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 25_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
MIN_SIDE = 64
MAX_RATIO = 10
KEPT_SIDE = 3_200
CUT_SIDE = 1_600  # of a cut-out, which is a PNG and never fills a frame

_SEND = "send a JPEG, PNG or WebP photo instead"

# What else people send, by its first bytes, to name it in the message.
_FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GIF8", "a GIF"),
    (0, b"BM", "a BMP"),
    (0, b"II*\x00", "a TIFF or raw photo"),
    (0, b"MM\x00*", "a TIFF"),
    (0, b"%PDF", "a PDF"),
    (0, b"8BPS", "a Photoshop file"),
    (0, b"\x00\x00\x01\x00", "an icon"),
    (0, b"PK\x03\x04", "a ZIP archive or office document"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"<?xml", "an SVG drawing or other XML"),
    (0, b"<!DOCTYPE", "a web page"),
    (0, b"<html", "a web page"),
    (4, b"ftypavif", "an AVIF"),
    (4, b"ftyphei", "a HEIC photo"),
    (4, b"ftyphev", "a HEIC photo"),
    (4, b"ftypmif1", "a HEIC photo"),
    (4, b"ftypmsf1", "a HEIC photo"),
    (4, b"ftyp", "a video"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (8, b"AVI ", "a video"),
    (0, b"{", "JSON"),
)
# What comes in by another door.
_ELSEWHERE = {
    "a video": "give it as footage, by a presigned form", "JSON": "give a Lottie document by a presigned form",
}  # fmt: skip


def _reject(name: str, wrong: str, advice: str) -> AssetRejected:
    return AssetRejected(f"{name}: {wrong}; {advice}", field="reference_assets")


def _format(content: bytes, name: str) -> str:
    """Pillow's name of the format, from the magic bytes alone: what a file is called proves nothing."""
    if not content:
        raise _reject(name, "the file is empty", _SEND)
    if len(content) > MAX_BYTES:
        raise _reject(
            name, f"{len(content) / 1e6:,.1f} MB is more than {MAX_BYTES // 1_000_000} MB", "send a smaller version"
        )
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    for offset, magic, what in _FOREIGN:
        if content[offset:].startswith(magic):
            raise _reject(name, f"this is {what}, which is no picture", _ELSEWHERE.get(what, _SEND))
    raise _reject(name, "this is not a picture", _SEND)


@contextmanager
def _decoding(name: str) -> Iterator[None]:
    """Everything Pillow's three decoders raise on damaged input, as one named error."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # The size is checked here, against stricter limits than the one that Pillow warns at.
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, struct.error, zlib.error) as error:
        raise _reject(
            name, "the file is damaged or cut short", "open it in a photo program, save it again and send that"
        ) from error


def _too_large(name: str, width: int = 0, height: int = 0) -> AssetRejected:
    size = f"{width:,}x{height:,} pixels are more" if width else "it has more pixels"
    return _reject(
        name,
        f"{size} than can be taken ({MAX_PIXELS // 1_000_000} megapixels, {MAX_SIDE:,} a side)",
        "send a smaller version",
    )


def _opened(content: bytes, name: str) -> "Image.Image":
    """The picture with its header read and judged, and nothing decoded yet."""
    from PIL import Image

    kind = _format(content, name)
    with _decoding(name):
        image = Image.open(io.BytesIO(content), formats=[kind])
    width, height = image.size
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise _too_large(name, width, height)
    if min(width, height) < MIN_SIDE:
        raise _reject(
            name,
            f"{width}x{height} pixels are too few",
            f"send a picture of at least {MIN_SIDE}x{MIN_SIDE}, better 1,080",
        )
    if max(width, height) > MAX_RATIO * min(width, height):
        raise _reject(
            name, f"{width:,}x{height:,} pixels are a strip", f"send one no longer than {MAX_RATIO} times its width"
        )
    # An MPO is a phone's JPEG with a depth map or preview behind the photo: its first frame is the photo.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise _reject(name, "this picture is animated", "send the one frame you want as a JPEG or PNG")
    return image


class PictureIntake:
    """Satisfies ports.Intake."""

    @property
    def rules(self) -> str:
        return rules_of(*(f"adapters.media.{part}" for part in ("intake", "subject", "faces", "colour", "cutout")))

    def verify(self, content: bytes, *, name: str = "image") -> tuple[int, int]:
        """Upright width and height of a picture that decodes whole. Raises AssetRejected."""
        image = _opened(content, name)
        width, height = image.size
        with _decoding(name):
            turned = image.getexif().get(0x0112, 1) >= 5
            # A JPEG is decoded at an eighth: every byte of it is still read, in a 64th of the memory.
            image.draft(None, (width // 8, height // 8))
            image.load()
            if image.has_transparency_data:
                _clear(image.convert("RGBA"), name)
        return (height, width) if turned else (width, height)

    def check(self, content: bytes, *, name: str = "image") -> Picture:
        """The picture upright, in sRGB, re-encoded without metadata, and where its subject is."""
        map_large()
        image = _opened(content, name)
        with _decoding(name):
            image.load()
            image = _upright_srgb(image)
        image = _with_true_alpha(image, name)
        image.thumbnail((KEPT_SIDE, KEPT_SIDE))
        return _picture(image)

    def cut_out(self, picture: Picture) -> Picture:
        """A product on a plain ground without it; a banner on one with more of it; any other picture as it is."""
        import numpy as np
        from PIL import Image

        from spotworks.adapters.media import cutout

        if picture.has_alpha:
            return picture
        with _decoding("image"):
            image = Image.open(io.BytesIO(picture.content), formats=["JPEG"])
            image.load()
        image.thumbnail((CUT_SIDE, CUT_SIDE))
        pixels = np.asarray(image.convert("RGB"))
        found = cutout.cut_out(pixels)
        if found is None and picture.is_banner and (found := cutout.matted(pixels)) is not None:
            across, down = (size / found.shape[0] for size in image.size)
            middle = Box(x=(1 - across) / 2, y=(1 - down) / 2, w=across, h=down)
            return _picture(Image.fromarray(found)).model_copy(update={"focus": middle})
        return picture if found is None else _picture(Image.fromarray(found))

    def palette(self, picture: bytes) -> Palette:
        """Colours for the whole video from a picture that `check` let through."""
        from PIL import Image

        from spotworks.adapters.media import subject

        with _decoding("image"):
            image = Image.open(io.BytesIO(picture), formats=["JPEG", "PNG"])
            image.draft("RGB", (256, 256))
            image.load()
        return subject.palette(image)


def _upright_srgb(image: "Image.Image") -> "Image.Image":
    """RGB or RGBA, 8 bits, turned as its EXIF says, its ICC profile applied."""
    from PIL import ImageOps

    icc = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # 16-bit grey: Pillow would clip at 255, so take the upper byte.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    ImageOps.exif_transpose(image, in_place=True)  # else it is copied where there is nothing to turn
    if image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    if icc:
        image = _profiled(image, icc)
    return image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")


def _profiled(image: "Image.Image", icc: bytes) -> "Image.Image":
    """The picture's numbers through its profile to sRGB. A profile that does not fit the picture is ignored,
    as browsers do: the numbers are then taken for sRGB."""
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted if converted is not None else image


def _with_true_alpha(image: "Image.Image", name: str) -> "Image.Image":
    """RGBA only where something is really see-through; a fringe of it is laid on white."""
    from PIL import Image

    if image.mode != "RGBA":
        return image
    if _clear(image, name) >= 0.02:
        return image
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


def _clear(image: "Image.Image", name: str) -> float:
    """The share of an RGBA picture that is see-through. Raises AssetRejected if that is all of it."""
    histogram = image.getchannel("A").histogram()
    clear = sum(histogram[:128]) / (image.width * image.height)
    if clear > 0.995:
        raise _reject(name, "the picture is all transparent", "send one in which something can be seen")
    return clear


def _picture(image: "Image.Image") -> Picture:
    from spotworks.adapters.media import subject

    body, suffix, content_type = _encoded(image)
    return Picture(
        content=body,
        suffix=suffix,
        content_type=content_type,
        width=image.width,
        height=image.height,
        focus=subject.focus(image),
        has_alpha=image.mode == "RGBA",
    )


def _encoded(image: "Image.Image") -> tuple[bytes, str, str]:
    buffer = io.BytesIO()
    if image.mode == "RGBA":
        image.save(buffer, "PNG", compress_level=4)
        return buffer.getvalue(), ".png", "image/png"
    image.save(buffer, "JPEG", quality=94, subsampling=0)
    return buffer.getvalue(), ".jpg", "image/jpeg"
