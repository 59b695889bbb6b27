"""What is different between two plans of one creative, for people."""

from collections.abc import Iterable, Iterator, Sequence

from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.screenplay import Camera, Scene, Screenplay

_LONGEST = 160  # characters of one side


class Difference(Frozen):
    """where: "scene 2" as it is numbered now (one that is gone: as it was), "scenes 1-4", "music", "video".

    before: "" where only the outcome says anything.
    """

    where: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        change = f"{self.before} -> {self.after}" if self.before else self.after
        return f"{self.where}: {self.what}: {change}"


def diff(before: Screenplay, after: Screenplay) -> tuple[Difference, ...]:
    """The whole first, then scenes in playing order; what is equal in several is told once."""
    old = {scene.origin: scene for scene in before.scenes}
    kept = {scene.origin for scene in after.scenes}
    gone = [
        Difference(
            where=f"scene {s.index + 1}", what="dropped", before="", after=_cut(" ".join(s.voice_over)) or s.beat
        )
        for s in before.scenes
        if s.origin not in kept
    ]
    each = [(s.index + 1, *found) for s in after.scenes for found in _scene(old[s.origin], s)]
    return (*_differing(_whole(before, after)), *gone, *_together(each))


def brief_diff(before: Brief, after: Brief) -> tuple[Difference, ...]:
    """What a plan does not hold: how captions look, how large the logo is."""
    found: list[tuple[str, str, str, str]] = [("video", "captions", before.captions, after.captions)]
    if before.kit and after.kit:
        one, two = (f"{100 * kit.logo_size:.0f} %" for kit in (before.kit, after.kit))
        found.append(("video", "size of the logo", one, two))
    return _differing(found)


def _differing(found: Iterable[tuple[str, str, str, str]]) -> tuple[Difference, ...]:
    return tuple(
        Difference(where=where, what=what, before=one, after=two) for where, what, one, two in found if one != two
    )


def _whole(before: Screenplay, after: Screenplay) -> Iterator[tuple[str, str, str, str]]:
    one, two = before.music, after.music
    yield "video", "seconds", f"{float(before.duration):g}", f"{float(after.duration):g}"
    yield "music", "mood", one.mood, two.mood
    yield "music", "beats a minute", str(one.tempo), str(two.tempo)
    yield "music", "piece", "", "" if one.seed == two.seed else "another one of the same mood"
    yield "voice", "sound", _voice(before), _voice(after)
    for name, colour in before.palette.model_dump().items():
        yield "colours", name.replace("_", " "), colour, getattr(after.palette, name)


def _scene(before: Scene, after: Scene) -> Iterator[tuple[str, str, str]]:
    """What is different, as it was and as it is."""
    spoken, says = " / ".join(before.voice_over), " / ".join(after.voice_over)
    if spoken != says:
        yield "line", _cut(spoken) or "none", _cut(says) or "none"
    for name in type(after.text).model_fields:
        one, two = getattr(before.text, name), getattr(after.text, name)
        if one != two:
            yield name, one or "none", two or "none"
    for what, one, two in (
        ("picture", before.visual_prompt, after.visual_prompt), ("motion", before.motion_prompt, after.motion_prompt)
    ):  # fmt: skip
        if one != two:
            yield what, *changed_words(one, two)
    if before.retakes != after.retakes:
        yield "picture", "", "drawn again"
    for what in ("layout", "transition"):
        one, two = getattr(before, what), getattr(after, what)
        if one != two:
            yield what, one, two
    if before.picture != after.picture:
        yield "photo", _photo(before.picture), _photo(after.picture)
    if before.duration != after.duration:
        yield "seconds", f"{float(before.duration):g}", f"{float(after.duration):g}"
    if before.camera != after.camera:
        yield "camera", "", _move(before.camera, after.camera)


def _together(each: Sequence[tuple[int, str, str, str]]) -> tuple[Difference, ...]:
    """The scenes that differ in the same way, at the place of the first."""
    scenes: dict[tuple[str, str, str], list[int]] = {}
    for number, *same in each:
        scenes.setdefault((same[0], same[1], same[2]), []).append(number)
    return tuple(
        Difference(where=_places(numbers), what=what, before=one, after=two)
        for (what, one, two), numbers in scenes.items()
    )


def _places(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"scene {numbers[0]}"
    run = list(range(numbers[0], numbers[-1] + 1))
    return f"scenes {numbers[0]}-{numbers[-1]}" if list(numbers) == run else f"scenes {', '.join(map(str, numbers))}"


def changed_words(before: str, after: str) -> tuple[str, str]:
    """The words of two texts that are between their common beginning and their common end."""
    one, two = before.split(), after.split()
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    old, new = (" ".join(words[start : len(words) - end]).strip(" ;,") for words in (one, two))
    return _cut(old), _cut(new) if new else f"without “{_cut(old)}”"


def _voice(play: Screenplay) -> str:
    return "deep" if play.has_deep_voice else "light"


def _photo(index: int | None) -> str:
    return "none" if index is None else str(index + 1)


def _move(before: Camera, after: Camera) -> str:
    def way(camera: Camera) -> float:
        a, b = camera.start, camera.end
        return abs(b.w - a.w) + abs(b.x - a.x) + abs(b.y - a.y)

    less, more = way(after) < way(before), way(after) > way(before)
    return "moves less" if less else "moves further" if more else "moves otherwise"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
