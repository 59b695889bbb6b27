"""A model's draft as a screenplay: its words and order; the times, the pictures and the prompts by our own rules."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from spotworks.adapters.local.writer.framing import FRAMED, move
from spotworks.adapters.local.writer.looks import category_of, mood, palette_of
from spotworks.adapters.local.writer.scenes import MOVES, PACE, WORDS_ONLY
from spotworks.adapters.model_writer.drafts import SceneDraft, ScreenplayDraft, SubjectDraft
from spotworks.adapters.naming import in_english
from spotworks.adapters.scene_prompts import ScenePrompts
from spotworks.domain.beats import GRAIN, Beat, Library, chunks
from spotworks.domain.brief import Brief
from spotworks.domain.languages import RULED
from spotworks.domain.research import References
from spotworks.domain.screenplay import (
    Continuity,
    MusicBrief,
    Scene,
    Screenplay,
    ScreenText,
    Strategy,
    Subject,
)

_SHOWN = frozenset({"hero", "detail", "split", "framed"})  # layouts that are a picture before all


def screenplay_of(
    draft: ScreenplayDraft,
    brief: Brief,
    references: References,
    strategy: Strategy,
    library: Library,
    *,
    seed: int,
    language: str,
    brand: str,
) -> Screenplay:
    category = category_of(draft.subject.in_english or draft.subject.name, f"{brief.prompt} {brief.title}")
    subject = Subject(
        kind=draft.subject.kind,
        name=draft.subject.name,
        description=draft.subject.description,
        in_english=_english(draft.subject, category, language),
    )
    light = draft.light or strategy.lighting
    prompts = ScenePrompts(
        strategy, subject=subject.in_prompts, setting=draft.setting, light=light, wardrobe=draft.wardrobe
    )
    known = {beat.name: beat for beat in library.beats}
    times = _times([scene.seconds for scene in draft.scenes], brief.duration)
    scenes = tuple(
        _scene(
            number, scene, duration, known.get(scene.beat, known["benefit"]), prompts, brief, references, strategy, seed
        )
        for number, (scene, duration) in enumerate(zip(draft.scenes, times, strict=True))
    )
    theirs = references.pictures or references.footage
    bpm = mood(draft.music_mood)["bpm"] + {"slow": -6, "medium": 0, "fast": 8}[strategy.tempo]
    return Screenplay(
        title=brief.title[:80] or draft.title[:80],
        language=language,
        brand=brand,
        seed=seed,
        duration=brief.duration,
        subject=subject,
        palette=references.palette if theirs else palette_of(category, draft.music_mood, seed),
        scenes=scenes,
        music=MusicBrief(mood=draft.music_mood, tempo=bpm, seed=seed),
        writer="model",
        continuity=Continuity(
            subject=f"{subject.in_prompts}: {subject.description}",
            wardrobe=draft.wardrobe,
            setting=draft.setting,
            light=light,
        ),
    )


def _scene(
    number: int,
    draft: SceneDraft,
    duration: Fraction,
    beat: Beat,
    prompts: ScenePrompts,
    brief: Brief,
    references: References,
    strategy: Strategy,
    seed: int,
) -> Scene:
    imagined = bool(references.pictures) or brief.imagined
    layout = draft.layout if imagined or draft.layout not in _SHOWN else "type"
    picture = number % len(references.pictures) if references.pictures else None
    focus = None
    if picture is not None and layout in _SHOWN:
        focus = FRAMED if layout == "split" else references.pictures[picture].focus
    kind = "still" if layout in WORDS_ONLY | {"end_card"} else draft.move
    return Scene(
        index=number,
        beat=beat.name,
        duration=duration,
        layout=layout,
        visual_prompt=prompts.visual(draft.shot, draft.action),
        motion_prompt=prompts.motion(MOVES[draft.move], draft.motion, PACE[strategy.tempo]),
        audio_prompt=prompts.audio(draft.sound, beat.music, beat.effect),
        voice_over=tuple(line.strip() for line in draft.voice_over if line.strip()),
        text=ScreenText(kicker=draft.kicker, headline=draft.headline, detail=draft.detail, button=draft.button),
        camera=move(kind, duration, focus),
        picture=picture,
        transition="cut" if number == 0 else beat.transitions[(seed + number) % len(beat.transitions)],
        effect=beat.effect,
        chunks=chunks(duration),
    )


def _english(subject: SubjectDraft, category: str, language: str) -> str:
    """The model's own English name for one of another language, unless that is in Cyrillic letters too."""
    ours, theirs = in_english(subject.name, category), subject.in_english.strip()
    return theirs if (ours or language not in RULED) and theirs and not in_english(theirs, category) else ours


def _times(shares: Sequence[float], duration: Fraction) -> list[Fraction]:
    """The brief's time in those shares, edges on the grain, the last scene taking the rest."""
    total, edge = sum(map(Fraction, shares), Fraction(0)), Fraction(0)
    edges = [edge]
    for share in shares[:-1]:
        edge += Fraction(share)
        edges.append(round(edge / total * duration / GRAIN) * GRAIN)
    return [after - before for before, after in pairwise([*edges, duration])]
