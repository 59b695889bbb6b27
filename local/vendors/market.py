"""The fakes on a loopback port of their own, beside the embedded cloud."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, Router

from local.vendors.faults import Faults
from local.vendors.replicate import SIGNING
from local.vendors.serving import served
from local.vendors.shop import Shop
from spotworks.adapters.providers import replicate

RATE = 0.3  # of the paid calls that have a fault, where faults are asked for


@dataclass(frozen=True)
class Fakes:
    """seed: of the faults, None for none; seconds: that a piece of work takes."""

    seed: int | None = None
    seconds: float = 0.5

    def shop(self) -> Shop:
        faults = Faults() if self.seed is None else Faults(seed=self.seed, rate=RATE)
        return Shop(faults=faults, seconds=self.seconds)


def _books(shop: Shop) -> list[Route]:
    """GET /shop: all work that was taken, under which key of the client's, and what is charged for it, for whoever
    compares it with what was booked.

    PUT /shop: {"dead": providers that answer nothing but 503, "seed", "rate": of the faults, "seconds": of work,
    "times": by its kind}, each as it shall be from now on.
    """

    def told(_: Request) -> JSONResponse:
        since, bill = time.time() - time.monotonic(), shop.billed()
        taken = [
            {
                "id": work.id, "provider": work.provider, "kind": work.ask.kind, "fault": work.fault,
                "key": work.key, "own": work.own, "said": work.ask.prompt, "state": shop.state(work),
                "began": since + work.began,
                "ended": since + work.began + shop.seconds_of(work), "billed": str(bill.get(work.id, 0)),
            }
            for work in tuple(shop.paid.values())
        ]  # fmt: skip
        return JSONResponse({"taken": taken})

    async def changed(request: Request) -> JSONResponse:
        wanted = await request.json()
        shop.dead = set(wanted.get("dead", shop.dead))
        shop.seconds = float(wanted.get("seconds", shop.seconds))
        shop.times = dict(wanted.get("times", shop.times))
        if "rate" in wanted:
            shop.faults = Faults(seed=int(wanted.get("seed", 0)), rate=float(wanted["rate"]))
        return JSONResponse({})

    return [Route("/shop", told), Route("/shop", changed, methods=["PUT"])]


@contextlib.contextmanager
def serving(shop: Shop) -> Iterator[dict[str, str]]:
    """The environment of those who shall buy there: each vendor answers under its provider's id."""
    with served(shop, lambda fakes: Router([*_books(shop), Mount("/", fakes)])):
        yield {"SPOTWORKS_VENDORS": shop.base, replicate.SIGNING: SIGNING}
