"""What a vendor delivered: fetched, opened as anything from outside is, looked at, and stored."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.media.outside import opened_video
from spotworks.adapters.media.sources import FOOTAGE_FORMATS
from spotworks.adapters.providers.downloads import download
from spotworks.domain.clip import ClipDocument
from spotworks.domain.generation import ClipRequest, GenerationRequest, ImageRequest
from spotworks.domain.keys import asset_key
from spotworks.domain.model import Model
from spotworks.domain.timeline import Footage
from spotworks.errors import DeliveryUnusable, InternalError
from spotworks.ports import Files, Output, Product

_CODECS = frozenset({"h264", "hevc", "vp9", "av1", "vp8", "prores"})
_LEAST_SIDE = 240
_SLACK = Fraction(1, 5)  # seconds that a clip may lack: its last frame stands for them
_RATIO = 1.35  # how far a clip's shape may be from what was asked: reframing crops the rest


class VendorReceiver:
    """Satisfies ports.Receiver. allow: "host:port" that may be private, of each provider."""

    def __init__(self, work: Files, allow: Callable[[str], frozenset[str]]) -> None:
        self._work, self._allow = work, allow

    def receive(self, outputs: Sequence[Output], request: GenerationRequest, model: Model, tenant: str) -> Product:
        if not outputs:
            raise DeliveryUnusable(f"{model.id} delivered nothing")
        with tempfile.TemporaryDirectory(prefix="spotworks-") as folder:
            path = Path(folder) / "delivered"
            download(outputs[0], path, allow=self._allow(model.provider))
            if isinstance(request, ClipRequest):
                return self._clip(path, request, model, tenant)
            if isinstance(request, ImageRequest):
                return _picture(path, request, model)
        raise InternalError(f"nothing here receives {request.kind}")

    def _clip(self, path: Path, request: ClipRequest, model: Model, tenant: str) -> Product:
        last, has_sound = _looked_at(path, request)
        key = asset_key(tenant, _digest(path), ".mp4")
        self._work.upload(path, key, content_type="video/mp4")
        still = _covering(last, request)
        body = bytes(cv2.imencode(".jpg", still, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes())
        frame = asset_key(tenant, hashlib.sha256(body).hexdigest(), ".jpg")
        self._work.write(frame, body, content_type="image/jpeg")
        clip = ClipDocument(source=Footage(key=key), last_frame=frame, has_sound=has_sound)
        return Product(
            content=clip.model_dump_json().encode(), suffix=".clip.json", content_type="application/json",
            model=model.id, note=model.name,
        )  # fmt: skip


def _looked_at(path: Path, request: ClipRequest) -> tuple[NDArray[np.uint8], bool]:
    """The frame at which the part that is shown ends, and whether there is sound. Raises DeliveryUnusable."""
    last: av.VideoFrame | None = None
    with opened_video(path, FOOTAGE_FORMATS, lambda reason: DeliveryUnusable(f"the clip {reason}")) as (file, stream):
        if stream.codec_context.name not in _CODECS:
            raise DeliveryUnusable(f"the clip is in {stream.codec_context.name}, which nothing here takes")
        _shaped(stream.codec_context.width, stream.codec_context.height, request)
        end, rate = Fraction(0), Fraction(stream.average_rate or stream.guessed_rate or 24)
        stream.thread_type = "AUTO"
        begin = stream.start_time or 0
        for frame in file.decode(stream):
            at = (Fraction((frame.pts or 0) - begin)) * Fraction(stream.time_base or 1)
            end = at + 1 / rate
            if at <= request.duration:
                last = frame
        if last is None:
            raise DeliveryUnusable("no frame of the clip decodes")
        if end < request.duration - _SLACK:
            raise DeliveryUnusable(f"the clip is {float(end):.1f} s long, not {float(request.duration):.1f}")
        return np.asarray(last.to_ndarray(format="bgr24"), np.uint8), bool(file.streams.audio)


def _shaped(width: int, height: int, request: ClipRequest | ImageRequest) -> None:
    if min(width, height) < _LEAST_SIDE:
        raise DeliveryUnusable(f"it has {width}x{height} pixels")
    other = (width / height) / (request.width / request.height)
    if not 1 / _RATIO <= other <= _RATIO:
        raise DeliveryUnusable(f"it is {width}x{height}, where {request.width}:{request.height} was asked for")


def _picture(path: Path, request: ImageRequest, model: Model) -> Product:
    """In the shape, and at least the size, that was asked for: vendors have presets, and it may yet be filmed here."""
    content = path.read_bytes()
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise DeliveryUnusable("the picture does not decode")
    found = np.asarray(decoded, np.uint8)
    height, width = found.shape[:2]
    _shaped(width, height, request)
    across = min(width, round(height * request.width / request.height))
    down = min(height, round(width * request.height / request.width))
    left, top = (width - across) // 2, (height - down) // 2
    cropped = found[top : top + down, left : left + across]
    body = bytes(cv2.imencode(".jpg", _covering(cropped, request), [cv2.IMWRITE_JPEG_QUALITY, 94])[1].tobytes())
    return Product(content=body, suffix=".jpg", content_type="image/jpeg", model=model.id, note=model.name)


def _covering(picture: NDArray[np.uint8], request: ClipRequest | ImageRequest) -> NDArray[np.uint8]:
    """The picture, enlarged where it is smaller than what was asked for: no still may be smaller than the canvas."""
    height, width = picture.shape[:2]
    scale = max(request.width / width, request.height / height)
    if scale <= 1:
        return picture
    size = max(request.width, round(width * scale)), max(request.height, round(height * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
