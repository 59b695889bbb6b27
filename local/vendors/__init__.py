"""Fakes that speak the vendors' wire formats, with faults by script or by seed. They cost nothing and go nowhere."""

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from local.vendors.base import Fake
from local.vendors.fal import FakeFal
from local.vendors.luma import FakeLuma
from local.vendors.replicate import FakeReplicate
from local.vendors.runway import FakeRunway
from local.vendors.shop import Shop

FAKES: tuple[type[Fake], ...] = (
    FakeFal,
    FakeLuma,
    FakeReplicate,
    FakeRunway,
)


def app(shop: Shop) -> Starlette:
    """Each vendor under its provider's id; the files that they deliver under /files."""
    mounts = [Mount(f"/{fake.provider}", routes=fake(shop).routes()) for fake in FAKES]
    return Starlette(routes=[*mounts, Route("/files/{work}", shop.file)])
