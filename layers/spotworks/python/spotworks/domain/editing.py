"""From the screenplay and what was made to the timeline. Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.clip import ClipDocument
from spotworks.domain.requests import starts
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import Effects, Music, Voice
from spotworks.domain.timeline import Overlay, PictureClip, SoundClip, Timeline, frame_edges

_TRANSITION_SECONDS = {
    "crossfade": Fraction(2, 5),
    "wipe": Fraction(2, 5),
    "push": Fraction(2, 5),
    "zoom": Fraction(1, 3),
    "dip": Fraction(1, 2),
}
_MUSIC_GAIN = -7.0  # dB under the voice before ducking
_EFFECTS_GAIN = -2.0


def picture_track(
    play: Screenplay, clips: Mapping[tuple[int, int], ClipDocument], fps: Fraction
) -> tuple[PictureClip, ...]:
    """Clips end to end; a transition takes at most a third of the clip it begins."""
    chunks = [(scene, number) for scene in play.scenes for number in range(len(scene.chunks))]
    edges = frame_edges(tuple(scene.chunks[number] for scene, number in chunks), fps)
    track = []
    for (scene, number), start, end in zip(chunks, edges, edges[1:], strict=False):
        kind = scene.transition if number == 0 and start > 0 else "cut"
        frames = min(round(_TRANSITION_SECONDS.get(kind, Fraction(0)) * fps), (end - start) // 3)
        track.append(
            PictureClip(
                scene=scene.index,
                chunk=number,
                start=start,
                length=end - start,
                source=clips[scene.index, number].source,
                transition=kind if frames else "cut",
                transition_frames=frames,
            )
        )
    return tuple(track)


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


def sound_tracks(
    play: Screenplay, voice: Voice, effects: Effects, music: Music, fps: Fraction
) -> dict[str, tuple[SoundClip, ...]]:
    """Voice, effects and music by their track names."""
    begin = starts(play)
    return {
        "voice": tuple(
            SoundClip(key=line.key, start=round((begin[line.scene] + line.start) * fps), length=line.duration)
            for line in voice.lines
        ),
        "effects": tuple(
            SoundClip(key=e.key, start=round(e.at * fps), length=e.duration, gain=e.gain + _EFFECTS_GAIN)
            for e in effects.effects
        ),
        "music": (SoundClip(key=music.key, start=0, length=music.duration, gain=_MUSIC_GAIN),),
    }


def assemble(
    brief: Brief,
    play: Screenplay,
    *,
    clips: Mapping[tuple[int, int], ClipDocument],
    layers: Sequence[PlacedOverlay],
    voice: Voice,
    effects: Effects,
    music: Music,
    captions: Captions,
) -> Timeline:
    fps = Fraction(brief.fps)
    width, height = brief.canvas
    return Timeline(
        fps=fps,
        width=width,
        height=height,
        length=round(play.duration * fps),
        picture=picture_track(play, clips, fps),
        overlays=overlay_track(play, layers, fps),
        captions=captions,
        caption_accent=play.palette.accent,
        **sound_tracks(play, voice, effects, music, fps),
    )
