"""The brand and the placement put on the edit of any mode: logo, corner bug, caption colours, what stays free."""

from collections.abc import Sequence
from fractions import Fraction

from spotworks.domain.brand import TALLEST, BrandKit, Margins
from spotworks.domain.brief import Brief
from spotworks.domain.caption_styles import SafeArea, resolved
from spotworks.domain.drawing import Blocks, Bug, Drawing, Drawn
from spotworks.domain.placement import Placement, placement_named
from spotworks.domain.research import Reference
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import Overlay, Timeline, frame_edges

BUG = (0.2, 0.075)
"""Width and height at most of the logo in a corner, in fractions of the canvas's shorter side."""

_BUG_FADE = Fraction(1, 3)  # seconds
_BESIDE_BUG = 0.025  # of the shorter side between it and words


def margins(brief: Brief, placements: Sequence[Placement]) -> Margins | None:
    """What stays free; None where neither placement nor brand says so, and each layout keeps its own."""
    found = Margins()
    if brief.placement:
        safe = placement_named(tuple(placements), brief.placement).safe
        found = Margins.model_validate({name: min(0.4, value) for name, value in safe.model_dump().items()})
    if brief.kit:
        found = found.and_of(brief.kit.safe_area)
    return None if found == Margins() else found


def words_margins(brief: Brief, placements: Sequence[Placement]) -> Margins | None:
    """What words and captions keep free: the margins, and the height of a bug, so that they pass it on no side."""
    free = margins(brief, placements)
    if brief.kit is None or brief.kit.bug == "none":
        return free
    at = "top" if brief.kit.bug.startswith("top") else "bottom"
    width, height = brief.canvas
    tall = BUG[1] * brief.kit.logo_size + _BESIDE_BUG
    strip = getattr(_bug_edges(free, brief.canvas), at) + tall * min(width, height) / height
    return (free or Margins()).and_of(Margins.model_validate({at: min(TALLEST, strip)}))


def _bug_edges(free: Margins | None, canvas: tuple[int, int]) -> Margins:
    """Where a bug stands if nothing is asked for: in line with words, as far from above as from the side."""
    width, height = canvas
    side = 0.06 if width > 1.25 * height else 0.07
    return free or Margins(left=side, top=side * width / height, right=side, bottom=0.04)


def dressed_drawings(
    wanted: Sequence[Drawing], play: Screenplay, brief: Brief, logo: Reference | None, free: Margins | None
) -> tuple[Drawing, ...]:
    """What a mode wants drawn, in the brand's type and with its logo; the bug, if any, comes last."""
    kit = brief.kit
    if kit is None:
        return tuple(wanted)
    cards = {scene.index for scene in play.scenes if scene.layout == "end_card"}
    look = {"typeface": kit.typeface, "logo_size": kit.logo_size}
    found: list[Drawing] = [
        one.model_copy(update=look | {"logo": logo if one.scene in cards else None}) if isinstance(one, Blocks) else one
        for one in wanted
    ]
    if logo is not None and kit.bug != "none":
        edges = _bug_edges(free, brief.canvas)
        found.append(Bug(scene=0, picture=logo, corner=kit.bug, edges=edges, logo_size=kit.logo_size))
    return tuple(found)


def dressed(
    timeline: Timeline, play: Screenplay, drawn: Sequence[Drawn], kit: BrandKit | None, free: Margins | None
) -> Timeline:
    """The edit with the bug over all but the end card, its captions in the brand's accent and clear of what is free."""
    update: dict[str, object] = {}
    bugs = [layer for one in drawn if one.drawing.kind == "bug" for layer in one.layers]
    if bugs:
        edges = frame_edges(tuple(scene.duration for scene in play.scenes), timeline.fps)
        end = edges[-2] if play.scenes[-1].layout == "end_card" and len(play.scenes) > 1 else edges[-1]
        fade = min(round(_BUG_FADE * timeline.fps), end // 2)
        shown = {"scene": 0, "start": 0, "length": end, "enter": "fade", "exit": "fade", "motion_frames": fade}
        overlays = [Overlay.model_validate({**layer.model_dump(), **shown}) for layer in bugs]
        update["overlays"] = (*timeline.overlays, *overlays)
    style = resolved(timeline.caption_style)
    if kit and kit.caption_accent:
        update["caption_accent"] = kit.caption_accent
        style = style.model_copy(update={"color": "#ffffff", "accent": "brand"})
        update["caption_style"] = style
    if free is not None:
        area = style.area(timeline.width, timeline.height)
        side = max(area.side, free.left, free.right)
        area = SafeArea(top=max(area.top, free.top), bottom=max(area.bottom, free.bottom), side=side)
        update["caption_style"] = style.model_copy(update={"safe_area": area})
    return timeline.model_copy(update=update)
