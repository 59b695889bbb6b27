"""What a mode wants drawn, drawn or found by its content address."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brand import Margins
from spotworks.domain.drawing import Drawing, Drawn, Layer, picture_of
from spotworks.domain.keys import asset_key
from spotworks.domain.languages import script
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.writing import UNSPACED
from spotworks.ports import Artist
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.memory import recalled_all, remember, tell

# By the first bytes; what fakes draw is anything.
_KINDS = {
    b"\xff\xd8\xff": (".jpg", "image/jpeg"),
    b"{": (".json", "application/json"),
    b"": (".png", "image/png"),
}


class DrawingQuestion(Frozen):
    """All that decides the layers of one drawing. rules: the artist's; language: where letters alone don't tell."""

    kind: Literal["drawing"] = "drawing"
    drawing: Drawing
    palette: Palette
    width: int
    height: int
    brand: str
    rules: str
    free: Margins | None = None
    language: Annotated[str, Field(exclude_if=lambda tag: not tag)] = ""


class Layers(Frozen):
    layers: tuple[Layer, ...]
    seconds: float


def drawn(
    job: JobRef, wanted: Sequence[Drawing], play: Screenplay, canvas: tuple[int, int], *, desk: Desk, artist: Artist,
    free: Margins | None = None,
) -> tuple[Drawn, ...]:  # fmt: skip
    """In the order of `wanted`; the report tells of all of them as one thing. free: what nothing may stand in."""
    questions = [
        DrawingQuestion(
            drawing=drawing, palette=play.palette, width=canvas[0], height=canvas[1], brand=play.brand,
            rules=artist.rules, free=free, language=play.language if script(play.language) in UNSPACED else "",
        )
        for drawing in wanted
    ]  # fmt: skip
    before = recalled_all(desk, job, questions, Layers)
    made = [
        found or _draw(job, asked, desk=desk, artist=artist) for found, asked in zip(before, questions, strict=True)
    ]
    first = next((layer.key for layers in made for layer in layers.layers), "")
    seconds = sum(layers.seconds for layers in made)
    tell(desk, job, "words", "Words on the pictures", key=first, seconds=seconds, reused=None not in before)
    return tuple(
        Drawn(drawing=drawing, layers=layers.layers) for drawing, layers in zip(wanted, made, strict=True)
    )  # fmt: skip


def _draw(job: JobRef, asked: DrawingQuestion, *, desk: Desk, artist: Artist) -> Layers:
    began = desk.clock.now()
    drawing, picture = asked.drawing, picture_of(asked.drawing)
    images = artist.draw(
        drawing,
        palette=asked.palette,
        width=asked.width,
        height=asked.height,
        brand=asked.brand,
        photo=desk.work.read(picture.key) if picture else b"",
        free=asked.free,
        language=asked.language,
    )
    found = []
    for image in images:
        suffix, kind = next(about for start, about in _KINDS.items() if image.content.startswith(start))
        key = asset_key(job.tenant, hashlib.sha256(image.content).hexdigest(), suffix)
        # Written even if it is there: the bucket forgets by age, and no layer may go before the scene that names it.
        desk.work.write(key, image.content, content_type=kind)
        found.append(Layer(key=key, **image.model_dump(exclude={"content"})))
    layers = Layers(layers=tuple(found), seconds=(desk.clock.now() - began).total_seconds())
    remember(desk, job, asked, layers)
    return layers
