"""What the default video costs at today's prices, against the $0.50 of J3; `costs write` renews docs/costs.md."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from spotworks.adapters.local.writer import LocalWriter
from spotworks.catalogue import models
from spotworks.domain.brief import Brief, Quality
from spotworks.domain.casting import chained, recut
from spotworks.domain.estimate import Cast, Estimate, estimate
from spotworks.domain.lifecycle import named
from spotworks.domain.model import Model, clip_price
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sharpness import chosen

_KINDS = {
    "image": "pictures", "voice": "voice", "language": "plan", "clip": "clips", "music": "music", "effects": "effects"
}  # fmt: skip
LIMIT = Decimal("0.50")
SECONDS = 30
PAGE = Path(__file__).parents[1] / "docs" / "costs.md"
PROMPT = (
    "A 30 second ad for small-batch espresso from a neighbourhood roastery: roasted on Mondays, ground to order, "
    "served until late. Warm and calm."
)
SOUND = {"image": "flux_schnell", "voice": "elevenlabs", "language": "gpt_sol"}
"""Bought along with the clips, at vendors whose price hardly counts; music and effects are this machine's own."""

_ALL = 99  # scenes

# Column, the cast by kind, how many of the scenes are clips of the model (the rest are moved by this machine), and the
# quality, which says in which resolution they are asked for.
MIXES: dict[str, tuple[dict[str, str], int, Quality]] = {
    "Nothing bought": ({}, 0, "standard"),
    "Pictures, voice, plan": (SOUND, 0, "standard"),
    "and one scene": (SOUND | {"clip": "hailuo_fast"}, 1, "standard"),
    "and three, draft": (SOUND | {"clip": "hailuo_02"}, 3, "draft"),
    "Hailuo 02, draft": (SOUND | {"clip": "hailuo_02"}, _ALL, "draft"),
    "Hailuo 2.3 Fast": (SOUND | {"clip": "hailuo_fast"}, _ALL, "standard"),
    "Kling 2.5, broadcast": (SOUND | {"clip": "kling_2_5"}, _ALL, "broadcast"),
    "All bought": (
        SOUND | {"clip": "hailuo_fast", "image": "flux_dev", "music": "lyria", "effects": "elevenlabs_effects"}, _ALL,
        "standard",
    ),
}  # fmt: skip
_WHAT = {
    "planning": "Planning", "judging": "Judging pictures", "image": "Pictures", "clip": "Clips", "voice": "Voice",
    "effects": "Effects", "music": "Music", "render": "Rendering", "running": "Running the job",
}  # fmt: skip


def main(*parts: str) -> None:
    print(page())
    if "write" in parts:
        PAGE.write_text(page())
        print(f"written to {PAGE}")


def page() -> str:
    """docs/costs.md as it has to be today."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    catalogue = models()
    play = _plan()
    lengths = ", ".join(f"{float(scene.duration):g}" for scene in play.scenes)
    checked = min(model.checked for model in catalogue if model.checked)
    yield "# What a video costs"
    yield ""
    yield (
        f"Written by `python -m bench costs write` from the catalogue's prices (looked up from {checked} on) for the "
        f"default video: {SECONDS} s, standard quality where nothing else is said, {len(play.scenes)} scenes of "
        f"{lengths} s as the rules plan it. "
        "Figures are estimates before anything is spent: what critics send back and vendors fail at comes on top, "
        "within the budget. The requirement is under $0.50."
    )
    yield ""
    yield from _mixes(play, catalogue)
    yield ""
    yield (
        "The requirement was written when a clip of five seconds cost four cents. At today's prices only the columns "
        "marked ✓ keep it: a spot whose pictures, voice and plan are bought and whose scenes this machine moves, or "
        'one that buys motion for a few of its scenes. `model = "local"` is therefore the default of a '
        "brief, and whoever asks for a vendor's clips throughout raises `budget` to what the estimate says. Quality "
        "sets the resolution that clips are asked for: any in draft, 720p or more in standard, 1080p in broadcast."
    )
    yield ""
    yield "## Clips alone, by model"
    yield ""
    yield from _by_clip(play, catalogue)


def _plan() -> Screenplay:
    brief = Brief(prompt=PROMPT, duration=Fraction(SECONDS))
    writer = LocalWriter()
    return writer.screenplay(brief, None, References(), writer.strategy(brief, None, References()), seed=1)


def _cut(play: Screenplay, clip: Model) -> Screenplay:
    return recut(chained(play, (clip.id, "local")), [clip])


def _with(play: Screenplay, clip: Model | None, count: int) -> Screenplay:
    """Its first scenes tried with that model and cut for it, the rest moved by this machine."""
    if clip is None:
        return play
    scenes = _cut(play, clip).scenes
    tried = (
        scene.model_copy(update={"chain": (clip.id, "local")}) if number < count else play.scenes[number]
        for number, scene in enumerate(scenes)
    )
    return play.model_copy(update={"scenes": tuple(tried)})


def _mixes(play: Screenplay, catalogue: Sequence[Model]) -> Iterator[str]:
    found: dict[str, Estimate] = {}
    for title, (names, count, quality) in MIXES.items():
        brief = Brief(prompt=PROMPT, duration=Fraction(SECONDS), quality=quality)
        cast = Cast(**{kind: named(name, catalogue) for kind, name in names.items()})
        found[title] = estimate(brief, cast, _with(play, cast.clip, count), models=catalogue)
    yield f"| | {' | '.join(found)} |"
    yield f"|---|{'---:|' * len(found)}"
    for part, what in _WHAT.items():
        cells = [f"{usd:.4f}" if (usd := one.of(part)) else "" for one in found.values()]  # type: ignore[arg-type]
        if any(cells):
            yield f"| {what} | {' | '.join(cells)} |"
    totals = (f"**{one.total:.2f}** {'✓' if one.total < LIMIT else '✗'}" for one in found.values())
    yield f"| **Total, $** | {' | '.join(totals)} |"
    yield ""
    for title, (names, count, quality) in MIXES.items():
        who = ", ".join(f"{_KINDS[kind]} by `{name}`" for kind, name in names.items())
        scenes = f" ({count} of {len(play.scenes)} scenes)" if 0 < count < len(play.scenes) else ""
        shape = f", in {quality} quality: clips in {_shape(names['clip'], quality)}" if quality != "standard" else ""
        yield f"- {title}: {who or 'everything is made on this machine'}{scenes}{shape}"


def _shape(name: str, quality: Quality) -> str:
    model = named(name, models())
    return chosen(model.resolutions, quality) if model else ""


def _by_clip(play: Screenplay, catalogue: Sequence[Model]) -> Iterator[str]:
    rest = estimate(
        Brief(prompt=PROMPT, duration=Fraction(SECONDS)),
        Cast(**{kind: named(name, catalogue) for kind, name in SOUND.items()}), play,
    ).total  # fmt: skip
    yield (
        f"Of all {len(play.scenes)} scenes, and how many of them fit under $0.50 beside pictures, voice and plan "
        f"(${rest:.2f})."
    )
    yield ""
    yield "| model | in standard quality | clips, $ | scenes under $0.50 | price |"
    yield "|---|---|---:|---:|---|"
    rows = sorted((_row(play, model, rest) for model in catalogue if _counts(model)), key=lambda row: row[0])
    for usd, name, shape, fitting, note in rows:
        yield f"| `{name}` | {shape} | {usd:.2f} | {fitting} | {note} |"


def _counts(model: Model) -> bool:
    usable = model.lifecycle != "shut_down" and model.last_frame != "required"
    return "clip" in model.makes and bool(model.prices) and usable


def _row(play: Screenplay, model: Model, rest: Decimal) -> tuple[Decimal, str, str, int, str]:
    each = [
        sum(clip_price(model, part) for part in scene.chunks) for scene in _cut(play, model).scenes if scene.generated
    ]
    fitting = sum(sum(sorted(each)[: count + 1]) + rest < LIMIT for count in range(len(each)))
    note = "unverified" if "price" in model.note and "unverified" in model.note else "as published"
    return sum(each, start=Decimal(0)), model.id, chosen(model.resolutions, "standard"), fitting, note


if __name__ == "__main__":
    main("write")
