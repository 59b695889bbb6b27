"""Microsoft Edge's read-aloud voices, through the package edge-tts (LGPL-3; the extra `edge`).

An endpoint without a contract: for demonstrations, not for what is sold. It costs nothing, so that no call of it is
a paid one, and it breaks whenever its token scheme changes.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.lifetime import patience
from spotworks.adapters.providers.speaking import Span, narrator, words_of
from spotworks.domain.model import Model
from spotworks.errors import ModelUnavailable, ProviderUnavailable
from spotworks.ports import Said

_TICKS = 10_000_000  # to a second
_SECONDS = 60.0


class EdgeSpeech:
    """Satisfies ports.Speaker."""

    def __init__(self, account: Account) -> None:
        self._base = account.base

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said:
        """Raises ModelUnavailable without the package, ProviderUnavailable for all that goes wrong with the service."""
        voice = narrator(model, language, mood).id
        try:
            communicate: Any = import_module("edge_tts.communicate")
        except ImportError as error:
            raise ModelUnavailable(
                "the package edge_tts is not installed: `make extra NAME=edge`, or choose another voice model",
                field="model",
            ) from error
        if self._base:  # the package has no other way to be pointed elsewhere
            communicate.WSS_URL = f"{self._base.replace('http', 'ws', 1)}/readaloud/edge/v1?TrustedClientToken=fake"
        most = patience(_SECONDS)
        try:
            speech = communicate.Communicate(text, voice, boundary="WordBoundary")
            with ThreadPoolExecutor(1) as apart:  # whoever calls may have a loop of its own in this thread
                content, spans = apart.submit(lambda: asyncio.run(asyncio.wait_for(_heard(speech), most))).result()
        except Exception as error:  # of the package, of aiohttp, of asyncio: each time it breaks it is another one
            raise ProviderUnavailable(f"Edge's voice did not answer ({type(error).__name__}: {error})") from error
        return Said(content=content, content_type="audio/mpeg", words=words_of(text, spans), voice=voice)


async def _heard(speech: Any) -> tuple[bytes, list[Span]]:
    content, spans = bytearray(), []
    async for piece in speech.stream():
        if piece["type"] == "audio":
            content += piece["data"]
        elif piece["type"] == "WordBoundary":
            start = piece["offset"] / _TICKS
            spans.append((piece["text"], start, start + piece["duration"] / _TICKS))
    return bytes(content), spans
