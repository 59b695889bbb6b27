"""An order, and what it asks for in the vendor's terms."""

from decimal import Decimal
from hashlib import sha256
from typing import Annotated

from pydantic import Field, TypeAdapter

from spotworks.domain.estimate import music_price
from spotworks.domain.fitting import fitted
from spotworks.domain.generation import ClipRequest, ImageRequest, MusicRequest
from spotworks.domain.keys import asset_key
from spotworks.domain.model import Model, picture_price, price_of
from spotworks.domain.orders import Order
from spotworks.errors import ModelUnavailable
from spotworks.ports import StillInput, VendorRequest, Wait
from spotworks.stages.shared.shop import Shop

_UNWANTED = "captions, subtitles, watermarks, scene cuts, a product that changes its shape or colour"
"""In clips: the words of a video are laid over them later, and a plan's shots have no cut within."""
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}
Ordered = ClipRequest | ImageRequest | MusicRequest
_REQUEST: TypeAdapter[Ordered] = TypeAdapter(Annotated[Ordered, Field(discriminator="kind")])


def ordered(shop: Shop, request: Ordered, model: Model, wait: Wait, *, number: int, reworded: bool = False) -> Order:
    """A new order, yet to be placed. number: how many there were for this wait and address."""
    now = shop.now()
    return Order(
        id=f"{wait.wait_id}#{wait.address[:16]}#{number}", tenant=wait.tenant, video_id=wait.video_id,
        request_id=wait.request_id, attempt=wait.attempt, wait_id=wait.wait_id, scene=wait.scene,
        address=wait.address, request=request.model_dump(mode="json"), model=model.id, provider=model.provider,
        estimate=_price(request, model), hook=shop.secret(), created=now.isoformat(), since=now.isoformat(),
        deadline=(now + shop.given_up(request.kind, model)).isoformat(), reworded=reworded,
    )  # fmt: skip


def requested(order: Order) -> Ordered:
    return _REQUEST.validate_python(order.request)


def _price(request: Ordered, model: Model) -> Decimal:
    if isinstance(request, MusicRequest):
        return music_price(model, request.duration)
    try:
        shape = fitted(request, model)
        if isinstance(request, ImageRequest):
            return picture_price(model, photo=request.reference is not None)
        sound = model.native_audio == "always" or request.sound
        return price_of(model, seconds=shape.seconds, resolution=shape.resolution, sound=sound)
    except ModelUnavailable:
        return Decimal(0)  # sending it says so
    except LookupError:
        if model.prices:
            raise
        return Decimal(0)  # a server of one's own


def asked(shop: Shop, order: Order, model: Model) -> VendorRequest:
    """What the vendor is asked for. Raises ModelUnavailable for what the model does not make, NotFound."""
    request = requested(order)
    if isinstance(request, MusicRequest):
        return _music(shop, request, order, model)
    shape = fitted(request, model)
    first, references = _pictures(request, model)
    return VendorRequest(
        kind=request.kind, model=model, negative_prompt=_UNWANTED if request.kind == "clip" else "",
        seed=request.seed % 2**31, client_key=order.hook,
        first_frame=_still(shop, first, order, model) if first else None,
        references=tuple(_still(shop, key, order, model) for key in references),
        callback=shop.callback(order, model), sound=isinstance(request, ClipRequest) and request.sound,
        **shape.model_dump(),
    )  # fmt: skip


def _pictures(request: ClipRequest | ImageRequest, model: Model) -> tuple[str, tuple[str, ...]]:
    """Keys of the picture that the model begins from, "" for none, and of those that it refers to.

    A model that draws pictures sees the user's photo as a reference, or begins from it where it takes no other.
    """
    if isinstance(request, ClipRequest):
        return request.first_frame if model.first_frame != "no" else "", request.references[: model.references]
    photo = request.reference.key if request.reference else ""
    if model.references:
        return "", (photo,) if photo else ()
    return photo if model.first_frame != "no" else "", ()


def _music(shop: Shop, request: MusicRequest, order: Order, model: Model) -> VendorRequest:
    if shop.composer is None:
        raise ModelUnavailable("no music is ordered here", field="music_model")
    wanted = shop.composer(order.tenant, model).order(request)
    return wanted.model_copy(update={"client_key": order.hook, "callback": shop.callback(order, model)})


def _still(shop: Shop, key: str, order: Order, model: Model) -> StillInput:
    """As the model takes it; for one that reads nothing but addresses, the picture is put where it can be read."""
    work, by_address = shop.desk.work, model.reads == "addresses"
    still = shop.stills.fit(work.read(key), model, url=work.url(key) if shop.public or by_address else "")
    if still.url or not by_address:
        return still
    fitted_key = asset_key(order.tenant, sha256(still.content).hexdigest(), _SUFFIXES[still.content_type])
    work.write(fitted_key, still.content, content_type=still.content_type)
    return still.model_copy(update={"url": work.url(fitted_key)})
