"""An order, and what it asks for in the vendor's terms."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, TypeAdapter

from spotworks.domain.estimate import music_price
from spotworks.domain.fitting import fitted
from spotworks.domain.generation import ClipRequest, ImageRequest, MusicRequest
from spotworks.domain.model import Model, price_of
from spotworks.domain.orders import Order
from spotworks.errors import ModelUnavailable
from spotworks.ports import StillInput, VendorRequest, Wait
from spotworks.stages.shared.shop import Shop

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
        sound = model.native_audio == "always" or (isinstance(request, ClipRequest) and request.sound)
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
    clip = isinstance(request, ClipRequest)
    frames = (request.first_frame,) if isinstance(request, ClipRequest) and model.first_frame != "no" else ()
    keys = (*frames, *request.references) if isinstance(request, ClipRequest) else ()
    pictures = [_still(shop, key, model) for key in keys]
    return VendorRequest(
        kind="clip" if clip else "image", model=model, seed=request.seed % 2**31, client_key=order.hook,
        first_frame=pictures[0] if frames else None, references=tuple(pictures[len(frames) :])[: model.references],
        callback=shop.callback(order, model), sound=isinstance(request, ClipRequest) and request.sound,
        **shape.model_dump(),
    )  # fmt: skip


def _music(shop: Shop, request: MusicRequest, order: Order, model: Model) -> VendorRequest:
    if shop.composer is None:
        raise ModelUnavailable("no music is ordered here", field="music_model")
    wanted = shop.composer(order.tenant, model).order(request)
    return wanted.model_copy(update={"client_key": order.hook, "callback": shop.callback(order, model)})


def _still(shop: Shop, key: str, model: Model) -> StillInput:
    url = shop.desk.work.url(key) if shop.public else ""
    return shop.stills.fit(shop.desk.work.read(key), model, url=url)
