"""Fakes that speak the vendors' wire formats, with faults by script or by seed. They cost nothing and go nowhere."""

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from local.vendors.base import Fake
from local.vendors.comfyui import FakeComfyUI
from local.vendors.kling import FakeKling
from local.vendors.minimax import FakeMiniMax
from local.vendors.openai_videos import FakeFastVideo, FakeOpenAIVideos, FakeWaver
from local.vendors.replicate import FakeReplicate
from local.vendors.runpod import FakeOpenV
from local.vendors.shop import Shop

FAKES: tuple[type[Fake], ...] = (
    FakeComfyUI,
    FakeFastVideo,
    FakeKling,
    FakeMiniMax,
    FakeOpenAIVideos,
    FakeOpenV,
    FakeReplicate,
    FakeWaver,
)


def app(shop: Shop) -> Starlette:
    """Each vendor under its provider's id; the files that they deliver under /files."""
    mounts = [Mount(f"/{fake.provider}", routes=fake(shop).routes()) for fake in FAKES]
    return Starlette(routes=[*mounts, Route("/files/{work}", shop.file)])
