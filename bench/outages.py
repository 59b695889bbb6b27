"""Each vendor of the catalogue dead, one after the other, in a job that asks for what it makes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.measure import verdict
from spotworks.catalogue import models
from spotworks.domain.casting import FIELDS, Kind
from spotworks.domain.model import Model
from spotworks.domain.routing import LOCAL, Shape, fits

if TYPE_CHECKING:
    from bench.market import Market

LANGUAGE = "claude_opus,gpt_sol,gemini_flash"
"""Who plans: one of each vendor, so that each of them may be down."""
ASPECT = "9:16"  # of a brief that says nothing of it
_MADE: Mapping[Kind, str] = {
    "clip": "Clip", "image": "Picture", "voice": "Voice-over", "music": "Music", "effects": "Effects"
}  # fmt: skip
"""By kind, how the report's lines of it begin."""


@dataclass(frozen=True)
class Outage:
    """asked: by field of the brief a model of the provider, for each kind that it makes."""

    provider: str
    asked: Mapping[str, str]


def outages(usable: Sequence[Model], aspect: str) -> Iterator[Outage]:
    """One a provider. usable: with whether they can be used.

    Effects are bought where clips bring no sound, so they are asked for with clips of that kind.
    """
    silent = _first([one for one in usable if one.native_audio == "no"], "clip", aspect)
    for provider in dict.fromkeys(one.provider for one in usable if one.provider != LOCAL and one.available):
        own = [one for one in usable if one.provider == provider]
        asked = {field: name for kind, field in FIELDS.items() if (name := _first(own, kind, aspect))}
        if "effects_model" in asked:
            asked.setdefault("model", silent)
        if asked or any("language" in one.makes for one in own):
            yield Outage(provider, asked)


def _first(models: Sequence[Model], kind: Kind, aspect: str) -> str:
    """The first that makes it, of those that begin from a picture if there is one; "" for none."""
    shapes = (Shape(kind=kind, aspect=aspect, has_picture=seen) for seen in (True, False))
    return next((one.id for shape in shapes for one in models if fits(one, shape)), "")


def each_down(here: "Market") -> None:
    """Whoever is asked for anything answers nothing but 503."""
    usable = here.usable()
    finished, at_home, unasked = 0, [], []
    tried = list(outages(usable, ASPECT))
    for seed, outage in enumerate(tried, 2):
        here.change(dead=[outage.provider])
        video = here.ask(seed=seed, budget=20, **outage.asked)
        status = here.ended([video])[video]
        if status["status"] != "completed":
            print(f"  {outage.provider}: {status['failure']}", flush=True)
            continue
        finished += 1
        told = here.report(video)
        unasked += [f"{outage.provider}: {line}" for line in _unasked(told, outage)]
        at_home += [f"{outage.provider}: {line}" for line in _at_home(told, usable)]
    print(f"one of {', '.join(outage.provider for outage in tried)} down, in turn: {finished} of {len(tried)} finished")
    for line in (*unasked, *at_home):
        print(f"  {line}")
    verdict("finished, of all", finished / len(tried), 1, at_least=True)
    verdict("made here instead of by another vendor", len(at_home), 0)
    verdict("of those down not asked first", len(unasked), 0)


def _unasked(told: Mapping[str, Any], outage: Outage) -> Iterator[str]:
    """Models that a job asked for and was not to have, so that it proves nothing of their vendor."""
    first = {kind: links[0]["model"] for kind, links in told["casting"]["links"].items()}
    for kind, field in FIELDS.items():
        name = outage.asked.get(field)
        if name and first.get(kind) != name:
            yield f"{name} was not asked for {kind}, but {first.get(kind)}"


def _at_home(told: Mapping[str, Any], usable: Sequence[Model]) -> Iterator[str]:
    """What this machine made although there was a vendor left in the chain."""
    vendors = {one.id for one in usable if one.provider != LOCAL}
    for kind, links in told["casting"]["links"].items():
        if len(links) > 2:  # whoever is down, another vendor, this machine
            for thing in told["made"]:
                if thing["what"].startswith(_MADE[kind]) and thing["model"] not in vendors:
                    yield f"{thing['what']} by {thing['model']}"


def catalogued(rows: Sequence[Mapping[str, Any]]) -> tuple[Model, ...]:
    """The catalogue with what a server says can be used there. rows: of GET /api/models."""
    there = {str(row["id"]): bool(row["available"]) for row in rows}
    return tuple(one.model_copy(update={"available": there.get(one.id, False)}) for one in models())
