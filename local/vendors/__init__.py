"""Fakes that speak the vendors' wire formats, with faults by script or by seed. They cost nothing and go nowhere."""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from local.vendors.anthropic import FakeAnthropic
from local.vendors.base import Fake
from local.vendors.comfyui import FakeComfyUI
from local.vendors.edge import FakeEdge
from local.vendors.elevenlabs import FakeElevenLabs
from local.vendors.fal import FakeFal
from local.vendors.google import FakeGoogle
from local.vendors.google_language import FakeGoogleLanguage
from local.vendors.google_speech import FakeGeminiSpeech, FakeGoogleSpeech
from local.vendors.kling import FakeKling
from local.vendors.luma import FakeLuma
from local.vendors.minimax import FakeMiniMax
from local.vendors.openai import FakeOpenAI
from local.vendors.openai_language import FakeOpenAILanguage
from local.vendors.openai_speech import FakeOpenAISpeech
from local.vendors.openai_videos import FakeFastVideo, FakeOpenAIVideos, FakeWaver
from local.vendors.replicate import FakeReplicate
from local.vendors.runpod import FakeOpenV
from local.vendors.runway import FakeRunway
from local.vendors.shop import Refused, Shop
from local.vendors.vertex import FakeVertex

FAKES: tuple[type[Fake], ...] = (
    FakeAnthropic,
    FakeComfyUI,
    FakeEdge,
    FakeElevenLabs,
    FakeFal,
    FakeFastVideo,
    FakeGeminiSpeech,
    FakeGoogleLanguage,
    FakeGoogle,
    FakeGoogleSpeech,
    FakeKling,
    FakeLuma,
    FakeMiniMax,
    FakeOpenAI,
    FakeOpenAILanguage,
    FakeOpenAISpeech,
    FakeOpenAIVideos,
    FakeOpenV,
    FakeReplicate,
    FakeRunway,
    FakeVertex,
    FakeWaver,
)
"""Several of one provider share its path: the first that has a route for a call takes it."""


def app(shop: Shop, fakes: Iterable[type[Fake]] = FAKES) -> Starlette:
    """Each vendor under its provider's id; the files that they deliver under /files."""
    routes: dict[str, list[BaseRoute]] = {}
    for fake in fakes:
        routes.setdefault(fake.provider, []).extend(fake(shop).routes())
    mounts = [Mount(f"/{provider}", routes=found) for provider, found in routes.items()]
    return Starlette(
        routes=[*mounts, Route("/files/{work}", shop.file)],
        exception_handlers={Refused: lambda request, error: error.response},
    )
