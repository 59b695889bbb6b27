"""Casting: which models make what a plan takes, in which order they are tried, and why."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.estimate import Cast, estimate
from spotworks.domain.lifecycle import named
from spotworks.domain.model import Model, chunks_for
from spotworks.domain.money import share
from spotworks.domain.requests import effects_request
from spotworks.domain.routing import AUTO, LOCAL, Choice, Record, Shape, chain
from spotworks.domain.screenplay import Scene, Screenplay

Kind = Literal["clip", "image", "voice", "effects", "music"]
FIELDS: dict[Kind, str] = {
    "clip": "model", "voice": "voice_model", "image": "image_model", "music": "music_model", "effects": "effects_model"
}  # fmt: skip
"""By kind, the field of the brief that says who makes it; what a bought one is worth most for comes first."""

_CAN: dict[Kind, str] = {
    "clip": "makes such clips", "voice": "speaks", "image": "draws such pictures, from a photo where there is one",
    "music": "composes", "effects": "makes sounds",
}  # fmt: skip
_EFFECT = Fraction(3)  # seconds of a sound


class Casting(Frozen):
    """By kind the models in the order in which they are tried; none for what is made here alone.

    told: what was not done as it was asked for, and why; and who of those that nobody named will end soon.
    """

    links: dict[str, tuple[Choice, ...]] = Field(default_factory=dict)
    told: tuple[str, ...] = ()


def cast(
    play: Screenplay,
    brief: Brief,
    models: Sequence[Model],
    records: Mapping[str, Record],
    *,
    language: Model | None = None,
    spent: Decimal = Decimal(0),
) -> tuple[Screenplay, Casting]:
    """The plan with who makes it, its scenes cut into clips that the first of them makes.

    models: the catalogue, each with whether it can be used. What is left to us ("auto") is bought, what is worth most
    first, as far as the brief's budget goes. language: who judges the pictures; spent: US dollars, on the job so far.
    """
    asked: dict[Kind, str] = {kind: getattr(brief, field) for kind, field in FIELDS.items()}
    free = [kind for kind in FIELDS if asked[kind] == AUTO]
    settled = asked | dict.fromkeys(free, LOCAL)
    made, links = _cast(play, brief, settled, models, records)
    told: list[str] = []
    for kind in free:
        more, more_links = _cast(play, brief, settled | {kind: AUTO}, models, records)
        if kind in more_links and more_links[kind][0].model == LOCAL:
            told.append(f"{FIELDS[kind]}: made on this machine, as no model that is set up here {_CAN[kind]}")
        elif spent + _to_come(more, brief, more_links, models, language) <= share(brief):
            made, links, settled = more, more_links, settled | {kind: AUTO}
        else:
            told.append(f"{FIELDS[kind]}: made on this machine, as {more_links[kind][0].model} would pass the budget")
    told += [
        f"{FIELDS[kind]}: {name} cannot be used for this video, {links[kind][0].model} makes it"
        for kind, name in settled.items()
        if kind in links and name not in {AUTO, links[kind][0].model}
    ]
    told += [
        f"{FIELDS[kind]}: {model.warning}"
        for kind, found in links.items()
        if (model := named(found[0].model, models)) and model.warning and model.id != asked[kind]
    ]
    return made, Casting(links={kind: found for kind, found in links.items() if len(found) > 1}, told=tuple(told))


def _to_come(
    play: Screenplay, brief: Brief, links: Mapping[Kind, tuple[Choice, ...]], models: Sequence[Model],
    language: Model | None,
) -> Decimal:  # fmt: skip
    """US dollars. The plan is written by now."""
    first = {kind: named(found[0].model, models) for kind, found in links.items() if found[0].model != LOCAL}
    found = estimate(brief, Cast(**first, language=language), play, models=models)
    return found.total - found.of("planning")


def _cast(
    play: Screenplay, brief: Brief, asked: Mapping[Kind, str], models: Sequence[Model], records: Mapping[str, Record]
) -> tuple[Screenplay, dict[Kind, tuple[Choice, ...]]]:
    play, links = _clips(play, brief, asked["clip"], models, records)
    found: dict[Kind, tuple[Choice, ...]] = {"clip": links} if links else {}
    for kind, shape in _shapes(play, brief, models).items():
        if asked[kind] != LOCAL:
            found[kind] = chain(asked[kind], shape, models, records, by=brief.route_by)
    makers = {kind: _names(found[kind]) for kind in found if kind != "clip" and len(found[kind]) > 1}
    return play.model_copy(update={"makers": makers}), found


def _clips(
    play: Screenplay, brief: Brief, asked: str, models: Sequence[Model], records: Mapping[str, Record]
) -> tuple[Screenplay, tuple[Choice, ...]]:
    """Its scenes are cut for the first model; those after it must make each of these clips in one."""
    scenes = [scene for scene in play.scenes if scene.generated]
    if not scenes:
        return play, ()
    parts = tuple(scene.duration for scene in scenes)
    shape = Shape(kind="clip", aspect=brief.aspect, parts=parts, sound=brief.clip_sound, quality=brief.quality)
    links = chain(asked, shape, models, records, by=brief.route_by)
    if links[0].model != LOCAL:
        play = recut(chained(play, _names(links)), models)
        parts = tuple(chunk for scene in play.scenes if scene.generated for chunk in scene.chunks)
        fallback = chain(links[0].model, shape.model_copy(update={"parts": parts, "whole": True}), models, records,
                         by=brief.route_by)  # fmt: skip
        links = (links[0], *fallback[1:])
    return chained(play, _names(links)), () if asked == LOCAL else links


def chained(play: Screenplay, names: tuple[str, ...]) -> Screenplay:
    """A plan whose clips are tried with these models in turn."""
    scenes = tuple(scene.model_copy(update={"chain": names}) if scene.generated else scene for scene in play.scenes)
    return play.model_copy(update={"scenes": scenes})


def _shapes(play: Screenplay, brief: Brief, models: Sequence[Model]) -> dict[Kind, Shape]:
    pictures = sum(scene.generated for scene in play.scenes)
    sounds = {cue.name for cue in effects_request(play, models=models, sound=brief.clip_sound).cues}
    shapes: dict[Kind, tuple[Fraction, ...]] = {
        "image": (Fraction(0),) * pictures,
        "voice": (play.duration,) if any(scene.voice_over for scene in play.scenes) else (),
        "effects": (_EFFECT,) * len(sounds),
        "music": (play.duration,),
    }
    photo = any(scene.generated and scene.picture is not None for scene in play.scenes)
    return {
        kind: Shape(kind=kind, aspect=brief.aspect, parts=parts, has_picture=photo)
        for kind, parts in shapes.items()
        if parts
    }


def _names(links: Sequence[Choice]) -> tuple[str, ...]:
    return tuple(link.model for link in links)


def recut(play: Screenplay, models: Sequence[Model]) -> Screenplay:
    """A plan that has its makers already, in another length: each scene in clips that its first model makes."""
    return play.model_copy(update={"scenes": tuple(_recut(scene, models) for scene in play.scenes)})


def _recut(scene: Scene, models: Sequence[Model]) -> Scene:
    model = named(scene.chain[0], models)
    if not scene.generated or model is None or not model.lengths:
        return scene
    return scene.model_copy(update={"chunks": chunks_for(scene.duration, model)})
