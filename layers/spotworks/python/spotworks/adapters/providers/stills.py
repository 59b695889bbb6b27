"""Pictures as vendors take them. Pillow, which every Lambda has."""

import io

from PIL import Image

from spotworks.domain.model import Model
from spotworks.ports import StillInput

_LONGEST = 2_048  # pixels of the longer side: more is of no use to any model
_SHORTEST = 320  # of the shorter side: Kling and Hailuo take none under 300
_PLAIN = {"RGB", "L"}  # no CMYK, no palette, nothing to see through
_KINDS = {"JPEG": "image/jpeg", "PNG": "image/png"}


class FittedStills:
    """Satisfies ports.Stills."""

    def fit(self, content: bytes, model: Model, *, url: str = "") -> StillInput:
        with Image.open(io.BytesIO(content)) as picture:
            kind = _KINDS.get(picture.format or "")
            fits = min(picture.size) >= _SHORTEST and max(picture.size) <= _LONGEST and picture.mode in _PLAIN
            if kind and fits and len(content) <= model.image_max:
                return StillInput(content=content, content_type=kind, url=url)
            plain = _sized(_opaque(picture))
        for quality in (92, 85, 75, 60):
            body = io.BytesIO()
            plain.save(body, "JPEG", quality=quality)
            if body.tell() <= model.image_max:
                break
            plain = plain.resize((plain.width * 3 // 4, plain.height * 3 // 4))
        return StillInput(content=body.getvalue(), content_type="image/jpeg")


def _opaque(picture: Image.Image) -> Image.Image:
    """On white what one can see through, which most vendors would show black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")


def _sized(picture: Image.Image) -> Image.Image:
    """Within both limits, the longer side's first: a strip stays one."""
    scale = min(max(1.0, _SHORTEST / min(picture.size)), _LONGEST / max(picture.size))
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture if scale == 1 else picture.resize((width, height), Image.Resampling.LANCZOS)
