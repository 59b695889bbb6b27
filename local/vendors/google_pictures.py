"""Gemini's pictures by generateContent: https://ai.google.dev/gemini-api/docs/image-generation."""

import base64
from typing import Any

from local.vendors.shop import Ask, Work, picture_of

_SIDES = {"1:1": (1024, 1024), "4:5": (928, 1152), "9:16": (768, 1376), "16:9": (1376, 768), "3:4": (896, 1200)}
_TOKENS = 1_120  # of a picture of 1K
BILLED = {"text_in": 12, "image_out": _TOKENS}


def objection(body: dict[str, Any]) -> str:
    """What the API would not take of a request, or ""."""
    config = body.get("generationConfig", {})
    if not any(part.get("text") for part in _parts(body)):
        return "contents is not specified"
    if "IMAGE" not in config.get("responseModalities", ["IMAGE"]):
        return "the model makes pictures only"
    ratio = _ratio(body)
    return "" if ratio in _SIDES else f"aspect_ratio must be one of {', '.join(_SIDES)}, but is {ratio}"


def ask(body: dict[str, Any]) -> Ask:
    blobs = [part.get("inlineData") or part.get("inline_data") or {} for part in _parts(body)]
    width, height = _SIDES[_ratio(body)]
    return Ask(
        kind="image", prompt=" ".join(part["text"] for part in _parts(body) if "text" in part), width=width,
        height=height, picture=next((picture_of(blob["data"]) for blob in blobs if blob.get("data")), b""),
    )  # fmt: skip


def answer(work: Work, found: tuple[bytes, str] | None) -> dict[str, Any]:
    """found: the picture and its type, or None where the filters hold it back."""
    counted: dict[str, Any] = {"promptTokenCount": 12, "promptTokensDetails": [_tokens("TEXT", 12)]}
    if found is None:
        return {"candidates": [{"finishReason": "IMAGE_SAFETY", "index": 0}], "usageMetadata": counted}
    blob = {"mimeType": found[1], "data": base64.b64encode(found[0]).decode()}
    counted |= {"candidatesTokenCount": _TOKENS, "candidatesTokensDetails": [_tokens("IMAGE", _TOKENS)]}
    candidate = {"content": {"role": "model", "parts": [{"inlineData": blob}]}, "finishReason": "STOP", "index": 0}
    return {"candidates": [candidate], "usageMetadata": counted, "modelVersion": "fake", "responseId": work.id}


def _parts(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for one in body.get("contents", []) for part in one.get("parts", [])]


def _ratio(body: dict[str, Any]) -> str:
    return str(body.get("generationConfig", {}).get("imageConfig", {}).get("aspectRatio", "1:1"))


def _tokens(modality: str, count: int) -> dict[str, Any]:
    return {"modality": modality, "tokenCount": count}
