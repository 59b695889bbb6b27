"""A critic that shows the picture to a language model that sees, after it was measured."""

import hashlib
import json

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.asking import CONTROL, answered
from spotworks.adapters.critique.measured import GROUNDS
from spotworks.adapters.critique.verdict import POINTS, Verdict, for_people
from spotworks.domain.critique import BETWEEN, Critique
from spotworks.domain.generation import ImageRequest
from spotworks.errors import (
    AnswerUnusable,
    CreditGone,
    KeyRejected,
    ModelUnavailable,
    ModerationRefused,
    PlanRejected,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import Critic, LanguageModel, Meter, PictureBrief, Question
from spotworks.prompts import prompt

_SIDE = 1024  # pixels of the longer side of what is sent: hands are judged by it, and tokens are paid by it
_QUALITY = 85  # of its JPEG
_GREY = 128  # behind what is transparent
_NO_ANSWER = (
    AnswerUnusable, CreditGone, KeyRejected, ModelUnavailable, ModerationRefused, ProviderRejected, ProviderThrottled,
    ProviderUnavailable,
    PlanRejected,  # the meter's: no more calls
)  # fmt: skip


class ModelCritic:
    """ports.Critic. What is measured always counts; the model adds what can't be measured.

    Where it gives no usable answer, the measured critique stands alone, with a note.
    """

    def __init__(self, measured: Critic, model: LanguageModel) -> None:
        self._measured, self._model = measured, model

    @property
    def rules(self) -> str:
        asked = "".join(prompt(f"critique/{name}").text for name in ("system", "user", "hero"))
        model = type(self._model)
        which = getattr(self._model, "id", "")  # one adapter speaks for several models
        digest = hashlib.sha256(f"{which}{asked}".encode()).hexdigest()[:16]
        return f"{self._measured.rules} {model.__module__}.{model.__qualname__} {digest}"

    def critique(
        self, picture: bytes, about: PictureBrief, *, hero: bytes = b"", meter: Meter | None = None
    ) -> Critique:
        """A picture that measuring alone sends back is not shown: it costs nothing more."""
        measured = self._measured.critique(picture, about, hero=hero)
        if measured.score < BETWEEN or not _is_shown(about.request):
            return measured
        try:
            verdict = answered(self._model, "Critique", _question(picture, about, hero), Verdict, meter)
        except _NO_ANSWER as error:
            why = for_people(error.message.replace("language model", "model")) or type(error).__name__
            return measured.model_copy(update={"note": f"judged by measuring alone: {why}"})
        return measured.model_copy(update={"faults": (*measured.faults, *verdict.faults())})


def _is_shown(request: ImageRequest) -> bool:
    """Whether there is anything to see in it that was not drawn here, by rules."""
    return request.model != "local" or (request.reference is not None and request.layout not in GROUNDS)


def _question(picture: bytes, about: PictureBrief, hero: bytes) -> Question:
    request, images = about.request, [_sent(picture)]
    if hero:
        images.append(_sent(hero))
    with_photo = prompt("critique/hero").filled() if hero else ""
    system = prompt("critique/system")
    return Question(
        system=system.filled(
            points="\n".join(f'- "{name}": {look}' for name, (look, _, _) in POINTS.items()),
            fields=", ".join(f'"{name}"' for name in POINTS),
        ),
        user=prompt("critique/user").filled(beat=request.beat, layout=request.layout, hero=with_photo),
        data=json.dumps({"asked": _asked(request), "brand": about.brand.translate(CONTROL)}, ensure_ascii=False),
        images=tuple(images),
        max_tokens=system.max_tokens,
    )


def _asked(request: ImageRequest) -> str:
    """A maker that composes is asked for the client's photo, whatever one that imagines would have been asked for."""
    asked = "the client's photo, framed for the layout" if request.model == "local" else request.prompt
    return asked.translate(CONTROL)


def _sent(content: bytes) -> bytes:
    """A JPEG of a size that a model looks at."""
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None:  # a critic measured it a moment ago
        raise ProviderRejected("a picture that does not decode can't be shown")
    scale = min(1.0, _SIDE / max(decoded.shape[:2]))
    small = cv2.resize(decoded, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", _opaque(small), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _opaque(picture: cv2.typing.MatLike) -> npt.NDArray[np.uint8]:
    """In 8 bits a channel, on grey."""
    values = np.asarray(picture, np.float32) / (257 if picture.dtype == np.uint16 else 1)
    if values.ndim == 3 and values.shape[2] == 4:
        share = values[..., 3:] / 255
        values = values[..., :3] * share + _GREY * (1 - share)
    return np.asarray(values.round(), np.uint8)
