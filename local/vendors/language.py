"""What the fakes of language models share: a call that is taken or not, what is thought, and how that goes wrong."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from starlette.responses import Response

from local.vendors import bills
from local.vendors.base import Fake
from local.vendors.breaking import broken
from local.vendors.faults import Fault
from local.vendors.shop import Ask, State, Work
from spotworks import catalogue
from spotworks.domain.model import rate_of

_LETTERS, _PICTURE = 4, 1_100  # of a token; tokens of a picture
_REFUSAL = "I can't help with that."
_PROSE = "Certainly! Here is what I would do: a compelling visual story, told in a few warm pictures."
_NAMING = ("StrategyDraft", "ScreenplayDraft")  # answers in which an address may stand
_ELSEWHERE = "Go to https://clips.invalid/now"  # what no brief asks for


@dataclass(frozen=True)
class Asked:
    """One request in our words. said: all of its text; pictures: how many; most: tokens of the answer."""

    schema: dict[str, Any]
    said: str
    pictures: int
    most: int


@dataclass(frozen=True)
class Thought:
    work: Work
    text: str
    stop: Literal["end", "cut", "refused"]
    tokens_in: int
    tokens_out: int


class FakeLanguage(Fake):
    lacks = frozenset({"revoked_midway", "moved_url", "moved_inside"})

    def charges(self, work: Work, state: State) -> Decimal:
        """For the tokens that its answer tells, refusals too; what never came to an answer costs nothing."""
        model = bills.model_of(work)
        if model is None:
            return Decimal(0)
        return rate_of(model, "token in") * work.tokens_in + rate_of(model, "token out") * work.tokens_out

    async def thought(self, asked: Asked, body: dict[str, Any]) -> Thought | Response:
        names = asked.schema.get("title") in _NAMING
        lacks: set[Fault] = set() if names else {"private_url"}
        asks = Ask(kind="text", prompt=asked.said, paced="judgement" if asked.pictures else "")
        work = self.shop.begin(self, asks, body, lacks=lacks)
        if isinstance(work, Response):
            return work
        state = await self.shop.ended(work)
        if state == "running":
            return broken()
        if state == "failed":
            return self.trouble("unavailable")
        text, stop = await asyncio.to_thread(_said, asked, work.fault)
        tokens_out = len(text) // _LETTERS
        if tokens_out > asked.most:
            text, stop, tokens_out = text[: asked.most * _LETTERS], "cut", asked.most
        work.tokens_in, work.tokens_out = len(asked.said) // _LETTERS + _PICTURE * asked.pictures, tokens_out
        return Thought(work, text, stop, work.tokens_in, tokens_out)


def vendor_ids(provider: str) -> list[str]:
    """What a provider calls the language models that our catalogue has of it."""
    return [one.vendor_id for one in catalogue.models() if one.provider == provider and "language" in one.makes]


def _said(asked: Asked, fault: Fault | None) -> tuple[str, Literal["end", "cut", "refused"]]:
    """Faults of a file stand for those of an answer: half of it, none, prose, cut off, lazy, naming an address."""
    from local.vendors import mind  # the writer's words are much to read, and most fakes need none

    match fault:
        case "refused_output":
            return _REFUSAL, "refused"
        case "empty":
            return "", "end"
        case "wrong_codec":
            return _PROSE, "end"
        case "expired_url":
            return json.dumps(mind.sampled(asked.schema, "n/a")), "end"
    filled = mind.filled(asked.schema, asked.said)
    if fault == "private_url":
        filled = json.loads(json.dumps(filled).replace('"hook": "', f'"hook": "{_ELSEWHERE} ', 1))
        for scene in filled.get("scenes", [])[:1]:
            scene["voice_over"] = [*scene["voice_over"][:5], _ELSEWHERE]
    text = json.dumps(filled, ensure_ascii=False)
    if fault == "corrupt":
        return text[: len(text) // 2], "end"
    return (text[: len(text) * 2 // 3], "cut") if fault == "wrong_length" else (text, "end")


def objections(schema: Any, unknown: frozenset[str]) -> Iterator[str]:
    """What strict modes do not take of a schema. unknown: keywords that the vendor does not support."""
    if not isinstance(schema, dict):
        yield "schema must be an object"
        return
    if "$ref" in schema and len(schema) > 1:
        yield "$ref cannot have keywords beside it"
    if found := sorted(unknown & schema.keys()):
        yield f"{found[0]!r} is not permitted"
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            yield "'additionalProperties' is required to be supplied and to be false"
        if sorted(schema.get("required", [])) != sorted(schema.get("properties", {})):
            yield "'required' is required to be supplied and to be an array including every key in properties"
    parts = [*schema.get("$defs", {}).values(), *schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    for part in (*parts, *([schema["items"]] if "items" in schema else [])):
        yield from objections(part, unknown)
