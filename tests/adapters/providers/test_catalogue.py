"""The catalogue against the fakes, which refuse what vendors would: each model in each shape that it is to have."""

from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Any

import pytest

from local.vendors import FAKES
from local.vendors.serving import account_at, png_of
from local.vendors.shop import Shop
from spotworks.adapters.providers.stills import FittedStills
from spotworks.domain.model import Model
from spotworks.ports import StillInput, VendorRequest
from tests.fakes.rows import MODELS

SERVED = {fake.provider for fake in FAKES}
MADE = [
    model for model in MODELS.values()
    if model.provider in SERVED and {"clip", "image", "music"} & set(model.makes) and model.lifecycle != "shut_down"
]  # fmt: skip
WIRES = {point.name: point for point in entry_points(group="spotworks.providers")}


def shapes(model: Model) -> Iterator[dict[str, Any]]:
    """Every aspect, every resolution, the shortest and the longest: each with the first of the others."""
    lengths = model.lengths or ((None,) if model.makes[0] != "clip" else (5,))
    plain = {"aspect": model.aspects[0], "resolution": next(iter(model.resolutions), ""), "seconds": lengths[0]}
    if model.makes[0] == "music":  # ten minutes of it take a minute to fake
        yield plain
        return
    for name, values in (("aspect", model.aspects), ("resolution", model.resolutions[1:]), ("seconds", lengths[-1:])):
        for value in values:
            shape = plain | {name: value}
            yield shape | {"size": model.sizes.get(shape["aspect"], "")}


def pictures(model: Model, still: StillInput) -> Iterator[dict[str, Any]]:
    """With and without the pictures that it may be given."""
    if model.first_frame != "required":
        yield {}
    if model.first_frame != "no" and model.last_frame != "required":
        yield {"first_frame": still}
    if model.last_frame:
        yield {"first_frame": still, "last_frame": still}
    if model.references:
        yield {"references": (still,) * model.references}


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.id)
def test_its_vendor_takes_each_model_in_each_of_its_shapes(shop: Shop, model: Model) -> None:
    vendor = WIRES[model.spoken_by].load()(account_at(shop, model.provider, GOOGLE_CLOUD_LOCATION=""))
    url = "https://pictures.example/1.png" if model.provider == "luma" else ""
    still = FittedStills().fit(png_of(360, 640), model, url=url)
    for shape in shapes(model):
        without, *others = pictures(model, still)
        sounding = [without | {"sound": True}] if model.native_audio == "optional" else []
        for about in (without, *others, *sounding):
            request = {"kind": model.makes[0], "model": model, "prompt": "steam", "negative_prompt": "fog", "seed": 7}
            vendor.create(VendorRequest(**(request | shape | about), client_key=f"key {len(shop.paid)}"))
    assert {work.provider for work in shop.paid.values()} == {model.provider}


def claims(model: Model, still: StillInput, other: StillInput) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What the catalogue says that a model takes, with two requests that differ in nothing else."""
    begun = {"first_frame": still} if model.first_frame == "required" else {}
    ended = {"last_frame": still} if model.last_frame == "required" else {}
    if model.first_frame != "no":
        yield "first_frame", {"first_frame": still} | ended, {"first_frame": other} | ended
    if model.last_frame:
        yield "last_frame", {"first_frame": still, "last_frame": still}, {"first_frame": still, "last_frame": other}
    shown = {"first_frame": still} if "frame_references" in model.options else begun
    if model.references:
        yield "references", shown | {"references": (still,)}, shown | {"references": (other,)}
    if model.references > 1:
        yield "references", shown | {"references": (still,)}, shown | {"references": (still,) * model.references}
    if model.native_audio == "optional":
        yield "native_audio", begun | ended, begun | ended | {"sound": True}
    for resolution in model.resolutions[1:]:
        yield "resolutions", begun | ended, begun | ended | {"resolution": resolution}


@pytest.mark.parametrize("model", [model for model in MADE if "music" not in model.makes], ids=lambda model: model.id)
def test_what_the_catalogue_claims_of_a_model_reaches_its_vendor(shop: Shop, model: Model) -> None:
    vendor = WIRES[model.spoken_by].load()(account_at(shop, model.provider, GOOGLE_CLOUD_LOCATION=""))
    url = "https://pictures.example/{}.png" if model.provider == "luma" else ""
    stills = [FittedStills().fit(png_of(side, 640), model, url=url.format(side)) for side in (360, 400)]
    plain = {
        "kind": model.makes[0], "model": model, "prompt": "steam", "seed": 7, "aspect": model.aspects[0],
        "size": model.sizes.get(model.aspects[0], ""), "resolution": next(iter(model.resolutions), ""),
        "seconds": model.lengths[0] if model.lengths else None,
    }  # fmt: skip

    def told(about: dict[str, Any]) -> str:
        """The body, and the picture that was sent beside it."""
        before, key = set(shop.paid), f"key-{len(shop.paid)}-"
        vendor.create(VendorRequest(**(plain | about), client_key=key))
        [new] = set(shop.paid) - before
        return repr((shop.paid[new].body, shop.paid[new].ask.picture)).replace(key, "")

    for claim, one, another in claims(model, *stills):
        assert told(one) == told(one), "it says more than it is asked"
        assert told(one) != told(another), claim
