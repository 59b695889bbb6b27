"""Cutting a timeline into parts that are rendered on their own."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.captions import Captions, Cue
from spotworks.domain.segments import Segment, blended, seen, segments, shown
from spotworks.domain.sound import Word
from spotworks.domain.timeline import Footage, Overlay, PictureClip, SoundClip, Timeline

FPS = 30


def spot(lengths: list[int], *, transition: int = 10, **about: Any) -> Timeline:
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    return Timeline(
        fps=Fraction(FPS), width=320, height=180, length=sum(lengths),
        picture=tuple(
            PictureClip(
                scene=n, chunk=0, start=start, length=length, source=Footage(key=f"{n}.mp4"),
                transition="crossfade" if n else "cut", transition_frames=min(transition, length) if n else 0,
            )
            for n, (start, length) in enumerate(zip(starts, lengths, strict=True))
        ),
        **({"captions": Captions(language="en", source="voice")} | about),
    )  # fmt: skip


def cue(at: int, text: str) -> Cue:
    return Cue(words=(Word(text=text, start=Fraction(at), end=Fraction(at) + Fraction(1, 2)),))


@given(st.lists(st.integers(1, 1500), min_size=1, max_size=40), st.integers(2, 30))
def test_segments_tile_the_timeline_and_never_begin_inside_a_transition(lengths: list[int], seconds: int) -> None:
    timeline = spot(lengths)
    found = segments(timeline, seconds=seconds, whole=0)
    assert found[0].start == 0
    assert found[-1].end == timeline.length
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(0 < part.length <= seconds * FPS * 3 // 2 for part in found)
    for part in found:
        inside = [c for c in timeline.picture if c.start < part.start < c.start + blended(c)]
        assert inside == [], part


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(0, 15), st.data())
def test_a_segment_sees_the_clips_that_any_of_its_frames_shows(lengths: list[int], blend: int, data: Any) -> None:
    timeline = spot(lengths, transition=blend)
    start = data.draw(st.integers(0, timeline.length - 1))
    part = Segment(start=start, length=data.draw(st.integers(1, timeline.length - start)))
    wanted = set()
    for frame in range(part.start, part.end):
        now = max(n for n, clip in enumerate(timeline.picture) if clip.start <= frame)
        wanted.add(now)
        if now and frame - timeline.picture[now].start < blended(timeline.picture[now]):
            wanted.add(now - 1)
    assert seen(timeline, [part]) == wanted
    assert len(shown(timeline, part).picture) == len(wanted)


def test_scenes_decide_where_segments_begin() -> None:
    timeline = spot([150] * 60)
    starts = {clip.start for clip in timeline.picture}
    found = segments(timeline)
    assert len(found) == 20
    assert {part.start for part in found} <= starts


def test_a_minute_stays_in_one_piece() -> None:
    assert segments(spot([1800])) == (Segment(start=0, length=1800),)


def test_a_segment_shows_the_clip_that_its_transition_blends_over_and_no_other() -> None:
    part = shown(spot([150] * 10), Segment(start=300, length=150))
    assert [(clip.source.key, clip.start) for clip in part.picture] == [("1.mp4", -150), ("2.mp4", 0)]
    part = shown(spot([150] * 10, transition=0), Segment(start=300, length=150))
    assert [clip.source.key for clip in part.picture] == ["2.mp4"]


def test_a_longer_scene_before_it_changes_no_address() -> None:
    before, after = spot([150, 150, 150, 150]), spot([180, 150, 150, 150])
    assert shown(before, Segment(start=300, length=300)) == shown(after, Segment(start=330, length=300))


def test_a_changed_line_changes_only_the_segments_that_show_it() -> None:
    def saying(text: str) -> Timeline:
        cues = (cue(2, "first"), cue(12, text), cue(27, "last"))
        return spot([300, 300, 300], captions=Captions(language="en", source="voice", cues=cues))

    parts = [Segment(start=start, length=300) for start in (0, 300, 600)]
    same = [shown(saying("one"), part) == shown(saying("two"), part) for part in parts]
    assert same == [True, False, True]
    assert shown(saying("one"), parts[1]).captions.cues[0].words[0].start == 2


def test_sound_is_no_part_of_a_segment() -> None:
    loud = (SoundClip(key="a.wav", start=0, length=Fraction(1)),)
    part = Segment(start=0, length=150)
    assert shown(spot([150], voice=loud), part) == shown(spot([150]), part)


def test_captions_that_are_not_drawn_are_no_part_of_a_segment() -> None:
    said = Captions(language="en", source="voice", cues=(cue(1, "hello"),))
    part = Segment(start=0, length=150)
    assert shown(spot([150], captions=said, burn_captions=False), part) == shown(spot([150]), part)


def test_overlays_count_from_the_segment() -> None:
    over = tuple(
        Overlay(scene=0, key="a.png", x=0, y=0, width=10, height=10, start=start, length=20) for start in (290, 400)
    )
    assert [o.start for o in shown(spot([900], overlays=over), Segment(start=300, length=100)).overlays] == [-10]
