"""What every vendor's voice needs: which of its voices speaks, when its words are heard, what it cost."""

import base64
import io
import unicodedata
import wave
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from spotworks.adapters.providers.wire import Reply
from spotworks.catalogue import load
from spotworks.domain.model import Model
from spotworks.domain.narrators import Narrator, narrator_for
from spotworks.domain.sound import Word
from spotworks.errors import ModelUnavailable

Span = tuple[str, Any, Any]
"""What was said, and the seconds from and to, as a vendor tells them: a word or a single character."""


@cache
def narrators() -> tuple[Narrator, ...]:
    return tuple(Narrator.model_validate(row) for row in load("voices")["voice"])


def narrator(model: Model, language: str, mood: str) -> Narrator:
    """The model's own option "voice", or whom the catalogue has for it. Raises ModelUnavailable."""
    if own := model.options.get("voice"):
        known = [one for one in narrators() if one.id == own]
        return known[0] if known else Narrator(
            id=own, wires=(model.spoken_by,), languages=("*",), marks=model.options.get("marks") == "true",
            source="the model's options", checked=model.checked or narrators()[0].checked,
        )  # fmt: skip
    return narrator_for(narrators(), model.spoken_by, language, mood)


def known_narrator(model: Model, language: str, mood: str) -> str:
    """The id of who would speak, "" where the catalogue does not say: that is the vendor's own choice then."""
    try:
        return narrator(model, language, mood).id
    except ModelUnavailable:
        return ""


def manner(mood: str) -> str:
    """How a line of that mood is spoken, in English; "" for a mood that nobody knows."""
    return str(load("sounds")["manner"].get(mood, ""))


def words_of(text: str, spans: Sequence[Span]) -> tuple[Word, ...]:
    """A time for each of the text's words, as whitespace parts them; () if the spans say something else.

    Punctuation and case are passed over, and a span may be a part of a word or several words.
    """
    heard: list[tuple[str, float, float]] = []
    for said, start, end in spans:
        letters = _letters(str(said))
        if letters and not (_is_time(start) and _is_time(end)):
            return ()
        step = (end - start) / len(letters) if letters else 0
        heard += [(c, start + n * step, start + (n + 1) * step) for n, c in enumerate(letters)]
    tokens = text.split()
    if not heard or [c for c, _, _ in heard] != [c for token in tokens for c in _letters(token)]:
        return ()
    words: list[Word] = []
    at, last = 0, 0.0
    for token in tokens:
        count = len(_letters(token))
        start, end = (heard[at][1], heard[at + count - 1][2]) if count else (last, last)
        start = max(start, last)
        last = max(start, end)
        words.append(Word(text=token, start=_exact(start), end=_exact(last)))
        at += count
    return tuple(words)


def _letters(text: str) -> list[str]:
    return [c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum()]


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 100_000


def _exact(seconds: float) -> Fraction:
    return Fraction(round(seconds * 1000), 1000)


def priced(model: Model, **amounts: float) -> Decimal:
    """By the catalogue's prices. amounts: by unit ("character", "second", "effect"; "token_in" for "token in")."""
    return sum(
        (price.usd * Decimal(str(amounts[unit])) for price in model.prices
         if (unit := price.unit.replace(" ", "_")) in amounts),
        Decimal(0),
    )  # fmt: skip


def is_sound(reply: Reply) -> bool:
    """Whether an answer is a file, by what the vendor calls it: OpenAI's document has no better name than bytes."""
    return reply.headers.get("content-type", "").startswith(("audio/", "application/octet-stream"))


def decoded(text: str) -> bytes:
    """Base64 of an answer; b"" for what is none: whoever listens to it refuses that, and knows what it cost."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def as_wav(pcm: bytes, rate: int) -> bytes:
    """Mono samples of 16 bits with the header that says so."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm[: len(pcm) // 2 * 2])
    return out.getvalue()


def wav_seconds(content: bytes) -> float:
    """By the header's bytes a second; the length in it may be a placeholder, of an answer that was streamed."""
    rate = int.from_bytes(content[28:32], "little") if content[:4] == b"RIFF" else 0
    return len(content[44:]) / rate if rate else 0.0
