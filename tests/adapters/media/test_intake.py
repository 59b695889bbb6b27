"""What the intake lets through, in which form, and what it says to the rest."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from spotworks.adapters.media import colour
from spotworks.adapters.media.intake import PictureIntake
from spotworks.errors import AssetRejected

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
intake = PictureIntake()


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def decoded(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def red(size: tuple[int, int] = (200, 100), mode: str = "RGB") -> Image.Image:
    return Image.new("RGB", size, (200, 30, 20)).convert(mode)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds no pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


FRAMES = [Image.new("RGB", (80, 80), shade) for shade in ("red", "blue")]
JPEG = encoded(Image.effect_noise((300, 200), 60).convert("RGB"), "JPEG")
PNG = encoded(Image.effect_noise((300, 200), 60).convert("RGB"))
WEBP = encoded(Image.effect_noise((300, 200), 60).convert("RGB"), "WEBP")

REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"just some words, renamed to .jpg", "not a picture"),
    "html": (b"<!DOCTYPE html><html>", "web page"),
    "gif": (encoded(red(), "GIF"), "a GIF"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + bytes(64), "a HEIC photo"),
    "pdf": (b"%PDF-1.7 ...", "a PDF"),
    "tiff": (encoded(red(), "TIFF"), "a TIFF"),
    "one pixel": (encoded(red((1, 1))), "too few"),
    "just too small": (encoded(red((63, 64))), "too few"),
    "a strip": (encoded(red((1200, 64))), "strip"),
    "20,000 a side": (png_header(20_000, 20_000), "than can be taken"),
    "decompression bomb": (png_header(2_000_000, 2_000_000), "than can be taken"),
    "too wide": (png_header(12_001, 2_000), "than can be taken"),
    "too many pixels": (png_header(7_000, 6_000), "than can be taken"),
    "animated webp": (encoded(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:]), "animated"),
    "animated png": (encoded(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]), "animated"),
    "half a jpeg": (JPEG[: len(JPEG) // 2], "cut short"),
    "half a png": (PNG[: len(PNG) // 2], "cut short"),
    "half a webp": (WEBP[: len(WEBP) // 2], "cut short"),
    "no pixels in it": (png_header(100, 100), "cut short"),
    "a jpeg's first bytes and text": (b"\xff\xd8\xff" + b"hello" * 50, "cut short"),
    "too heavy": (b"\xff\xd8\xff" + bytes(25_000_001), "25 MB"),
}


@pytest.mark.parametrize(("content", "says"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("look", [intake.verify, intake.check], ids=["verify", "check"])
def test_what_is_no_usable_picture_is_refused_with_its_name_and_a_reason(look: Any, content: bytes, says: str) -> None:
    with pytest.raises(AssetRejected) as caught:
        look(content, name="mug.jpg")
    assert caught.value.field == "reference_assets"
    assert caught.value.message.startswith("mug.jpg: ")
    assert says in caught.value.message
    assert ";" in caught.value.message  # and what to do instead


@pytest.mark.parametrize("look", [intake.verify, intake.check], ids=["verify", "check"])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_a_wholly_transparent_picture_is_refused(look: Any, mode: str) -> None:
    with pytest.raises(AssetRejected, match="transparent"):
        look(encoded(Image.new(mode, (100, 100))))


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.jpg")), ids=lambda path: path.stem)
def test_the_sample_photographs_are_accepted(sample: Path) -> None:
    content = sample.read_bytes()
    picture = intake.check(content)
    assert (picture.width, picture.height) == intake.verify(content) == decoded(picture.content).size


@pytest.mark.parametrize(
    "image",
    [red(mode="P"), red(mode="L"), red(mode="1"), red(mode="LA"), red(mode="RGBA")],
    ids=["palette", "grey", "bits", "grey with alpha", "opaque alpha"],
)
def test_every_kind_of_pixel_becomes_8_bit_srgb(image: Image.Image) -> None:
    picture = intake.check(encoded(image))
    assert decoded(picture.content).mode == "RGB"
    assert picture.suffix == ".jpg"
    assert not picture.has_alpha


def test_cmyk_becomes_rgb_of_the_same_look() -> None:
    out = decoded(intake.check(encoded(red(mode="CMYK"), "JPEG", quality=95)).content)
    assert np.abs(np.asarray(out, int)[50, 100] - (200, 30, 20)).max() < 12


def test_16_bit_grey_is_scaled_not_clipped() -> None:
    ramp = np.linspace(0, 65_535, 200).astype(np.uint16)
    out = np.asarray(decoded(intake.check(encoded(Image.fromarray(np.tile(ramp, (100, 1))))).content).convert("L"), int)
    assert np.abs(out[50] - ramp / 257).max() < 4


def test_a_picture_is_turned_as_its_exif_says_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by 90 degrees clockwise
    exif[0x010F] = "A camera"
    image = red((200, 100))
    ImageDraw.Draw(image).rectangle((0, 0, 99, 99), fill=(0, 0, 255))
    content = encoded(image, "JPEG", exif=exif, quality=95)
    picture = intake.check(content)
    out = decoded(picture.content)
    assert intake.verify(content) == (picture.width, picture.height) == out.size == (100, 200)
    assert out.getpixel((50, 20))[2] > 200  # the left of the file is the top of the photo
    assert not out.getexif()
    assert "icc_profile" not in out.info


def profile_with_red_and_blue_exchanged() -> bytes:
    body = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", body, 128)[0]
    entries = {bytes(body[132 + 12 * n : 136 + 12 * n]): 136 + 12 * n for n in range(count)}
    first, second = entries[b"rXYZ"], entries[b"bXYZ"]
    body[first : first + 8], body[second : second + 8] = body[second : second + 8], body[first : first + 8]
    return bytes(body)


def test_an_icc_profile_is_applied() -> None:
    content = encoded(red(), "JPEG", quality=95, icc_profile=profile_with_red_and_blue_exchanged())
    out = np.asarray(decoded(intake.check(content).content), int)
    assert np.abs(out[50, 100] - (20, 30, 200)).max() < 12


def test_a_profile_that_cannot_be_read_is_ignored() -> None:
    content = encoded(red(), "JPEG", quality=95, icc_profile=b"no profile at all")
    out = np.asarray(decoded(intake.check(content).content), int)
    assert np.abs(out[50, 100] - (200, 30, 20)).max() < 12


def test_a_cut_out_keeps_its_transparency_and_is_focused_on_itself() -> None:
    image = Image.new("RGBA", (400, 200))
    ImageDraw.Draw(image).ellipse((200, 50, 300, 150), fill=(200, 30, 20, 255))
    picture = intake.check(encoded(image))
    assert (picture.suffix, picture.content_type, picture.has_alpha) == (".png", "image/png", True)
    assert picture.focus.x == pytest.approx(0.5, abs=0.03)
    assert picture.focus.w == pytest.approx(0.25, abs=0.03)


def test_a_large_picture_is_brought_to_3200_pixels() -> None:
    picture = intake.check(encoded(red((4000, 1000)), "JPEG"))
    assert (picture.width, picture.height) == (3200, 800)


def test_the_focus_falls_on_what_differs_from_its_surroundings() -> None:
    image = Image.new("RGB", (600, 400), (120, 120, 125))
    ImageDraw.Draw(image).ellipse((380, 120, 500, 260), fill=(220, 60, 30))
    focus = intake.check(encoded(image)).focus
    x, y = focus.x + focus.w / 2, focus.y + focus.h / 2
    assert 0.60 < x < 0.86
    assert 0.28 < y < 0.66


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_files_are_taken_or_refused_by_name_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([JPEG, PNG, WEBP])))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, min(len(content), 700) - 1))] = data.draw(st.integers(0, 255))
    try:
        width, height = intake.verify(bytes(content))
    except AssetRejected:
        return
    assert min(width, height) >= 64


noise = st.builds(
    lambda seed, shades, spread: np.clip(
        np.random.default_rng(seed).normal(np.array(shades), spread, (48, 48, 3)), 0, 255
    ).astype(np.uint8),
    st.integers(0, 2**31),
    st.tuples(*[st.integers(0, 255)] * 3),
    st.integers(0, 120),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(noise)
def test_a_palette_is_legible_whatever_the_picture(pixels: np.ndarray) -> None:
    palette = intake.palette(encoded(Image.fromarray(pixels)))
    assert colour.contrast(palette.ink, palette.background) >= 4.5
    assert colour.contrast(palette.accent_ink, palette.accent) >= 4.5
    assert colour.contrast(palette.accent, palette.background) >= 3


def test_a_palette_takes_the_vivid_colour_for_its_accent_and_is_the_same_each_time() -> None:
    image = Image.new("RGB", (300, 300), (40, 42, 45))
    ImageDraw.Draw(image).rectangle((100, 100, 200, 200), fill=(230, 40, 40))
    palette = intake.palette(encoded(image))
    red_, green, blue = colour.rgb(palette.accent)
    assert red_ > max(green, blue) + 60
    assert palette == intake.palette(encoded(image))


def test_a_product_on_white_gets_a_light_ground() -> None:
    image = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(image).ellipse((110, 110, 190, 190), fill=(20, 80, 200))
    assert not colour.is_dark(intake.palette(encoded(image)).background)


def test_verify_needs_nothing_but_pillow() -> None:
    program = (
        "import sys, io; from PIL import Image; from spotworks.adapters.media.intake import PictureIntake;"
        "b = io.BytesIO(); Image.new('RGB', (90, 80)).save(b, 'PNG');"
        "assert PictureIntake().verify(b.getvalue()) == (90, 80);"
        "assert not {'numpy', 'cv2'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stderr == ""
