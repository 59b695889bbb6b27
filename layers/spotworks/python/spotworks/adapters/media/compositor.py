"""The picture of a timeline, frame by frame."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from spotworks.adapters.media.caption_layer import Bitmap, CaptionLayer, Lettered
from spotworks.adapters.media.lottie import AnimationSource
from spotworks.adapters.media.memory import give_back
from spotworks.adapters.media.overlays import Pose, Sprite
from spotworks.adapters.media.planes import Planes, empty
from spotworks.adapters.media.sources import FootageSource, Layer, Source, StillSource
from spotworks.adapters.media.transitions import blend
from spotworks.domain.screenplay import Easing, Transition
from spotworks.domain.timeline import Animation, PictureClip, Still, Timeline

AHEAD = 1  # clips opened before they are needed, in a thread of their own


@dataclass(frozen=True)
class Frame:
    """Everything that one frame shows; `draw` may run in any thread, and out of order.

    Frames that are equal look the same. t: how far the transition is, 1 without one.
    """

    layer: Layer
    before: Layer | None
    transition: Transition
    t: float
    easing: Easing | None
    sprites: tuple[tuple[Sprite, Pose], ...]
    captions: Bitmap | None = None

    def draw(self, into: Planes, spare: Callable[[], Planes]) -> None:
        """spare: gives another frame of the same size to work in."""
        if self.before is None:
            self.layer.draw(into)
        else:
            blend(self.transition, self.t, self.before, self.layer, into, spare(), easing=self.easing)
        for sprite, pose in self.sprites:
            sprite.draw(into, pose)
        if self.captions is not None:
            self.captions.draw(into)


class Compositor:
    """Gives the frames in order. Clips are opened shortly before they are seen and dropped after.

    media: the folder of the timeline's files; size: of the frame, which may be smaller than the canvas.
    first: the frame that will be asked for first; what it shows begins to open at once.
    """

    def __init__(self, timeline: Timeline, media: Path, size: tuple[int, int], *, first: int = 0) -> None:
        self._captions: CaptionLayer | None = None
        self._timeline, self._media, self._size = timeline, media, size
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="loader")
        self._sources: dict[int, Future[Source]] = {}
        self._sprites: dict[int, Future[Sprite]] = {}
        self._clip = 0
        self._turn_to(first)

    def caption(self, letters: Lettered | None, frames: range, ffmpeg: Path) -> None:
        """Lays captions, if there are any, over the frames that are asked for, which are these. Raises ToolMissing.

        letters: of the same size as the frame.
        """
        self._captions = CaptionLayer(letters, frames, ffmpeg) if letters else None

    def frame(self, number: int) -> Frame:
        """number: rising from call to call. Raises RenderFailed for a file that cannot be shown."""
        clip, since, blending = self._turn_to(number)
        before = self._layer(self._clip - 1, number) if blending else None
        t = (since + 1) / (_blended(clip) + 1) if blending else 1.0
        layer, captions = self._layer(self._clip, number), self._captions.at(number) if self._captions else None
        overlays = self._overlays(number)
        return Frame(layer, before, clip.transition, t, clip.transition_easing, overlays, captions)

    def _turn_to(self, number: int) -> tuple[PictureClip, int, bool]:
        """Opens what a frame shows: its clip, the frames since that began, and whether its transition is on."""
        clips = self._timeline.picture
        while self._clip + 1 < len(clips) and clips[self._clip + 1].start <= number:
            self._clip += 1
        clip, since = clips[self._clip], number - clips[self._clip].start
        blending = self._clip > 0 and since < _blended(clip)
        self._open(self._clip - 1 if blending else self._clip)
        return clip, since, blending

    def _layer(self, index: int, number: int) -> Layer:
        return self._sources[index].result().at(number - self._timeline.picture[index].start)

    def _open(self, first: int) -> None:
        """Keeps open what is seen now and what comes next, nothing else."""
        for index in [i for i in self._sources if i < first]:
            self._sources.pop(index).result().close()
        for index in range(first, min(self._clip + AHEAD + 1, len(self._timeline.picture))):
            if index not in self._sources:
                self._sources[index] = self._loader.submit(self._source, index)

    def _source(self, index: int) -> Source:
        clip = self._timeline.picture[index]
        path, name = self._media / clip.source.key, f"scene {clip.scene + 1}: {clip.source.key}"
        if isinstance(clip.source, Animation):
            return AnimationSource(self._media, name, clip.source, self._size, self._timeline.fps)
        if not isinstance(clip.source, Still):
            source = clip.source
            return FootageSource(path, name, source.offset, self._size, self._timeline.fps, source.crop)
        # The camera moves on under the transition that ends the clip.
        following = self._timeline.picture[index + 1 : index + 2]
        frames = clip.length + sum(_blended(c) for c in following)
        still = StillSource(path, name, clip.source.camera, self._size, frames)
        give_back()
        return still

    def _overlays(self, number: int) -> tuple[tuple[Sprite, Pose], ...]:
        scale = self._size[0] / self._timeline.width
        second = round(self._timeline.fps)
        shown = []
        for index, overlay in enumerate(self._timeline.overlays):
            since = number - overlay.start
            if since >= overlay.length:
                self._sprites.pop(index, None)
            elif since > -second and index not in self._sprites:
                path, name = self._media / overlay.key, f"scene {overlay.scene + 1}: {overlay.key}"
                self._sprites[index] = self._loader.submit(Sprite, path, name, overlay, self._size, scale)
            if 0 <= since < overlay.length:
                sprite = self._sprites[index].result()
                shown.append((sprite, sprite.pose(since)))
        return tuple(shown)

    def close(self) -> None:
        """Closes what is open; files that failed to open were reported by `frame`."""
        if self._captions:
            self._captions.close()
        self._loader.shutdown(cancel_futures=True)
        for future in self._sources.values():
            if future.done() and not future.cancelled() and future.exception() is None:
                future.result().close()


def _blended(clip: PictureClip) -> int:
    """Frames of the transition that begins a clip."""
    return 0 if clip.transition == "cut" else min(clip.transition_frames, clip.length)


class Spares:
    """A frame to work in for each thread."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._local, self._size = threading.local(), size

    def __call__(self) -> Planes:
        if not hasattr(self._local, "planes"):
            self._local.planes = empty(*self._size)
        planes: Planes = self._local.planes
        return planes
