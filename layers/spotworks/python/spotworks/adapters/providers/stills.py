"""Pictures as vendors take them. Pillow, which every Lambda has."""

import io

from PIL import Image

from spotworks.domain.model import Model
from spotworks.ports import StillInput

_LONGEST = 2_048  # pixels of the longer side: more is of no use to any model
_KINDS = {"JPEG": "image/jpeg", "PNG": "image/png"}


class FittedStills:
    """Satisfies ports.Stills."""

    def fit(self, content: bytes, model: Model, *, url: str = "") -> StillInput:
        with Image.open(io.BytesIO(content)) as picture:
            kind = _KINDS.get(picture.format or "")
            if kind and len(content) <= model.image_max and max(picture.size) <= _LONGEST:
                return StillInput(content=content, content_type=kind, url=url)
            picture.thumbnail((_LONGEST, _LONGEST))
            plain = picture.convert("RGB")
        for quality in (92, 85, 75, 60):
            body = io.BytesIO()
            plain.save(body, "JPEG", quality=quality)
            if body.tell() <= model.image_max:
                break
            plain = plain.resize((plain.width * 3 // 4, plain.height * 3 // 4))
        return StillInput(content=body.getvalue(), content_type="image/jpeg")
