"""Webhooks as vendors send them, and as they go wrong."""

import asyncio
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from local.vendors.base import Fake
    from local.vendors.shop import Work


async def told(fake: "Fake", work: "Work", seconds: float) -> None:
    """Sends the news of work that takes so many seconds: at its end, again when nobody took it."""
    if not await fake.agreed(work):
        return
    for wait, headers, body in _news(fake, work, seconds):
        await asyncio.sleep(wait)
        if work.cancelled:
            return
        if not body:  # nothing but a wait
            continue
        async with httpx.AsyncClient(timeout=5, follow_redirects=False) as client:
            for pause in (0.2, 1.0, 0):
                try:
                    if (await client.post(work.ask.callback, headers=headers, content=body)).status_code < 500:
                        break
                except httpx.HTTPError:
                    pass  # vendors lose news; the poller is there for that
                await asyncio.sleep(pause)


def _news(fake: "Fake", work: "Work", seconds: float) -> Iterable[tuple[float, dict[str, str], bytes]]:
    """Seconds to wait, headers and body of each webhook. Those of a fault are made when they are sent."""
    fault = work.fault
    if fault in {"hook_missing", "stuck"}:
        return
    if fault == "hook_early":
        yield (0.0, *fake.news(work, "running"))
    elif fault == "hook_forged":
        yield (0.0, *fake.forged(work))
    elif fault == "hook_other_tenant":
        yield (0.0, *fake.news(replace(work, id=uuid.uuid4().hex[:20], fault=None), "succeeded"))
    end = "failed" if fault == "failed" else "refused" if fault == "refused_output" else "succeeded"
    yield (seconds * 4 + 0.3 if fault == "hook_late" else seconds + 0.02, {}, b"")
    said = fake.news(work, end)  # type: ignore[arg-type]
    yield (0.0, *said)
    if fault in {"hook_duplicated", "hook_replayed"}:
        yield (0.0 if fault == "hook_duplicated" else 0.3, *said)
    if fault == "hook_out_of_order":
        yield (0.0, *fake.news(work, "running"))
