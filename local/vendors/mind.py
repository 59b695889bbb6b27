"""What the fakes of language models think: our rule-based writer fills in the forms that ours are asked for.

So a whole job runs against them with a plan that passes its checks. It knows English and Russian. A form that is not
ours is filled in by its schema alone.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from spotworks.adapters.critique.verdict import POINTS
from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.model_writer.drafts import SceneDraft, ScreenplayDraft, StrategyDraft, SubjectDraft
from spotworks.domain.brief import Brief
from spotworks.domain.plan_checks import BUTTON, DETAIL, HEADLINE, KICKER
from spotworks.domain.research import Box, Reference, References, Research
from spotworks.domain.screenplay import Scene, Screenplay, Strategy
from spotworks.domain.writing import columns

_SCREEN = {"kicker": KICKER, "headline": HEADLINE, "detail": DETAIL, "button": BUTTON}
_IDEAS = 9  # that the writer has, at most
_MOVES = {"cut": "push_in", "crossfade": "drift_right", "push": "drift_left", "zoom": "pull_out"}


def filled(schema: dict[str, Any], said: str) -> dict[str, Any]:
    """The form filled in. said: all that was sent, our material within it."""
    match schema.get("title"):
        case "StrategyDraft":
            return _strategy(said).model_dump(mode="json")
        case "ScreenplayDraft":
            return _screenplay(said).model_dump(mode="json")
        case "Verdict":
            points = {
                name: {"score": 9, "reason": f"{wanted.capitalize()}, seen whole."}
                for name, (_, wanted, _) in POINTS.items()
            }
            return points | {"change": ""}
    found: dict[str, Any] = sampled(schema, "one word")
    return found


def sampled(schema: dict[str, Any], word: str) -> Any:
    """Something of the schema's shape, every free text of it the same word."""
    return _sampled(schema, schema.get("$defs", {}), word)


def _sampled(schema: dict[str, Any], defs: dict[str, Any], word: str) -> Any:
    if "$ref" in schema or "anyOf" in schema:
        other = defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema["anyOf"][0]
        return _sampled(other, defs, word)
    if fixed := [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]:
        return fixed[0]
    if schema.get("type") == "object":
        return {name: _sampled(one, defs, word) for name, one in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_sampled(schema["items"], defs, word)]
    return {"number": 1, "integer": 1, "boolean": True, "null": None}.get(schema.get("type", ""), word)


def _strategy(said: str) -> StrategyDraft:
    """An idea that is not among those that are named as being there already."""
    idea = next((one for one in _ideas(said) if _plain(one.concept) not in _plain(said)), None)
    return StrategyDraft(**(idea or next(_ideas(said))).model_dump(include=set(StrategyDraft.model_fields)))


def _screenplay(said: str) -> ScreenplayDraft:
    brief, page, pictures = _material(said)
    named = [one for one in _ideas(said) if _plain(one.concept) in _plain(said)]
    strategy = named[0] if named else next(_ideas(said))
    play = _writer().screenplay(brief, page, pictures, strategy, seed=0)
    subject = play.subject
    return ScreenplayDraft(
        title=play.title,
        subject=SubjectDraft(
            kind=subject.kind if subject.kind in {"place", "service", "app", "event"} else "product",  # type: ignore[arg-type]
            name=subject.name[:120], description=subject.description[:600], in_english=subject.in_prompts[:120],
        ),
        setting=play.continuity.setting if play.continuity else "in a plain room",
        light=strategy.lighting,
        music_mood=play.music.mood,  # type: ignore[arg-type]
        scenes=tuple(_scene(one, play) for one in play.scenes),
    )  # fmt: skip


def _scene(scene: Scene, play: Screenplay) -> SceneDraft:
    name, screen = play.subject.in_prompts, scene.text.model_dump()
    return SceneDraft(
        beat=scene.beat,
        seconds=float(scene.duration),
        layout=scene.layout,  # type: ignore[arg-type]
        move=_MOVES.get(scene.transition, "rise"),  # type: ignore[arg-type]
        shot=("Close-up of", "Wide shot of", "Over-the-shoulder view of")[scene.index % 3],
        action=f"the {name} in the middle of the frame, the light on its near side",
        motion=f"light wanders slowly over the {name}",
        sound=f"the quiet sounds of the place around the {name}",
        voice_over=scene.voice_over,
        **{field: screen[field] if columns(screen[field]) <= most else "" for field, most in _SCREEN.items()},
    )


@cache
def _writer() -> LocalWriter:
    return LocalWriter()


def _ideas(said: str) -> Iterator[Strategy]:
    """All that the writer has for this brief, the best first."""
    brief, page, pictures = _material(said)
    found: list[Strategy] = []
    for _ in range(_IDEAS):
        idea = _writer().strategy(brief, page, pictures, others=tuple(found))
        if idea in found:
            return
        found.append(idea)
        yield idea


def _material(said: str) -> tuple[Brief, Research | None, References]:
    """What the client and the page say, and how many pictures there are."""
    told = json.loads(said.partition("<material>")[2].partition("</material>")[0] or "{}")
    length = re.search(r"a video of ([\d.]+) seconds in (\S+?)[.,\s]", said)
    about = told.get("brief", {})
    about.setdefault("prompt", about.get("title", "") or "a video")
    russian = "are in Russian" in said
    brief = Brief(
        **about, language="ru" if russian else "en",
        **({"duration": length[1], "aspect": length[2]} if length else {}),
    )  # fmt: skip
    page = (
        Research.model_validate(told["page"] | {"url": brief.url or "https://shop.example"})
        if told.get("page")
        else None
    )
    picture = Reference(asset_id="a", key="a", width=1000, height=1000, focus=Box(x=0.3, y=0.3, w=0.4, h=0.4))
    return brief, page, References(pictures=(picture,) * told.get("pictures", 0))


def _plain(text: str) -> str:
    return " ".join(text.split())
