"""From the screenplay and what was made to the timeline. Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from spotworks.domain.clip import ClipDocument
from spotworks.domain.screenplay import Scene, Screenplay, Transition
from spotworks.domain.timeline import Overlay, PictureClip, frame_edges

_TRANSITION_SECONDS = {
    "crossfade": Fraction(2, 5),
    "wipe": Fraction(2, 5),
    "push": Fraction(2, 5),
    "zoom": Fraction(1, 3),
    "whip": Fraction(1, 3),
    "dip": Fraction(1, 2),
}


def picture_track(
    play: Screenplay, clips: Mapping[tuple[int, int], ClipDocument], fps: Fraction
) -> tuple[PictureClip, ...]:
    """Clips end to end; a transition takes at most a third of the clip it begins."""
    chunks = [(scene, number) for scene in play.scenes for number in range(len(scene.chunks))]
    edges = frame_edges(tuple(scene.chunks[number] for scene, number in chunks), fps)
    track = []
    for (scene, number), start, end in zip(chunks, edges, edges[1:], strict=False):
        begins = number == 0 and start > 0
        track.append(
            PictureClip(
                scene=scene.index,
                chunk=number,
                start=start,
                length=end - start,
                source=clips[scene.index, number].source,
                **(entrance(scene, transition_frames(scene.transition, end - start, fps)) if begins else {}),
            )
        )
    return tuple(track)


def entrance(scene: Scene, frames: int) -> dict[str, Any]:
    """How a scene begins, as fields of its first PictureClip. frames: of the transition, 0 for a cut."""
    if not frames:
        return {}
    return {
        "transition": scene.transition, "transition_frames": frames, "transition_easing": scene.transition_easing
    }  # fmt: skip


def transition_frames(kind: Transition, length: int, fps: Fraction) -> int:
    """Of the transition that begins a clip of `length` frames; 0 for a cut."""
    return min(round(_TRANSITION_SECONDS.get(kind, Fraction(0)) * fps), length // 3)


class PlacedOverlay(Overlay):
    """An overlay before it has its time: start and length are filled in by `overlay_track`."""

    start: int = 0
    length: int = 0


def overlay_track(play: Screenplay, layers: Sequence[PlacedOverlay], fps: Fraction) -> tuple[Overlay, ...]:
    """Layers of a scene enter one after the other once it has begun, and leave just before it ends."""
    edges = frame_edges(tuple(scene.duration for scene in play.scenes), fps)
    track = []
    for scene in play.scenes:
        mine = [layer for layer in layers if layer.scene == scene.index]
        start, end = edges[scene.index], edges[scene.index + 1]
        is_last = scene.index == len(play.scenes) - 1
        lead = min(round(fps * Fraction(1, 4)), (end - start) // 6)
        step = min(round(fps * Fraction(1, 6)), (end - start) // (4 * max(len(mine), 1)))
        leave = end if is_last else max(end - round(fps / 15), start + 1)
        for number, layer in enumerate(mine):
            begin = start + lead + number * step
            update = {"start": begin, "length": leave - begin, "exit": "none" if is_last else layer.exit}
            track.append(Overlay.model_validate(layer.model_dump() | update))
    return tuple(track)
