"""The same subject in every scene: what a prompt loses or varies is found, and mended before money is spent on it.

Prompts are in English; Russian words are looked for too, for a writer may let them through.
"""

import re
from collections.abc import Iterator

from spotworks.domain.model import Model
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Screenplay

_NOUN = r"(?:[\w-]+\s+){0,3}?"  # adjectives between the phrase and what it varies
_PHRASES = (
    (r"(?:yet )?another|an?(?:other)? (?:different|second|similar)|a different (?:kind|type|version) of(?: an?)?|"
     r"different|various|several|one more|an alternative|some other", "the same"),
    (r"ещ[её] один|другой|иной", "тот же"),
    (r"ещ[её] одна|другая|иная", "та же"),
    (r"ещ[её] одно|другое|иное", "то же"),
    (r"другие|иные|разные", "те же"),
    (r"ещ[её] одну|другую|иную", "ту же"),
)  # fmt: skip
_STEM = 5  # letters by which a word is known in another form


def breaks(play: Screenplay) -> Iterator[tuple[int, str]]:
    """Scenes whose visual prompt loses or varies the subject: their index, and what is wrong."""
    for scene in play.scenes:
        if scene.generated and scene.visual_prompt:
            if not _names(scene.visual_prompt, play):
                yield scene.index, f"does not show {play.subject.in_prompts}"
            if found := _varied(scene.visual_prompt, play):
                yield scene.index, f"{found!r} is not the subject of the other scenes"


def mended(play: Screenplay) -> tuple[Screenplay, tuple[str, ...]]:
    """The play with one subject throughout, and what was mended, for people."""
    notes: list[str] = []
    scenes = []
    for scene in play.scenes:
        for index, words in breaks(play.model_copy(update={"scenes": (scene,)})):
            notes.append(f"scene {index + 1}: {words}; mended")
        scenes.append(_mended(scene, play))
    return play.model_copy(update={"scenes": tuple(scenes)}), tuple(notes)


def _mended(scene: Scene, play: Screenplay) -> Scene:
    if not scene.generated or not scene.visual_prompt:
        return scene
    visual, motion = _sameness(scene.visual_prompt, play), _sameness(scene.motion_prompt, play)
    if not _names(visual, play):
        visual = f"{visual.rstrip('. ')}. In the frame: {play.subject.in_prompts}, the same as before."
    if (visual, motion) == (scene.visual_prompt, scene.motion_prompt):
        return scene
    return scene.model_copy(update={"visual_prompt": visual, "motion_prompt": motion})


def _sameness(text: str, play: Screenplay) -> str:
    while hit := _hit(text, play):
        found, same = hit
        text = text[: found.start()] + _cased(same, found[1]) + found[2] + text[found.end() :]
    return text


def _varied(text: str, play: Screenplay) -> str:
    hit = _hit(text, play)
    return hit[0][0] if hit else ""


def _hit(text: str, play: Screenplay) -> tuple[re.Match[str], str] | None:
    """The first phrase that varies the subject, and what stands in its place. A name's own words vary nothing."""
    for pattern, same in _patterns(play):
        for found in pattern.finditer(text):
            if found[1].lower() not in f"{play.subject.name} {play.subject.in_english}".lower():
                return found, same
    return None


def _patterns(play: Screenplay) -> list[tuple[re.Pattern[str], str]]:
    """Of a variation phrase before the subject: "another red mug" for a mug."""
    nouns = {_last(play.subject.name), _last(play.subject.in_prompts)} | ({play.subject.kind} - {"", "any"})
    known = "|".join(re.escape(noun[:_STEM]) + r"\w*" for noun in sorted(nouns) if noun)
    if not known:
        return []
    after = rf"(\s+{_NOUN}(?:{known})\b)"
    return [
        (re.compile(rf"\b((?:{phrase})(?:\s+(?:{phrase}))*){after}", re.IGNORECASE), same) for phrase, same in _PHRASES
    ]


def _last(name: str) -> str:
    """The noun of a name: its last word, without what is quoted after it."""
    words = re.findall(r"[\w-]+", re.split(r"[(\"«,]", name)[0])
    return words[-1].lower() if words else ""


def _names(text: str, play: Screenplay) -> bool:
    """Whether a prompt holds a word of the subject's name, in any form."""
    low = text.lower()
    words = re.findall(r"\w+", f"{play.subject.name} {play.subject.in_english}".lower())
    stems = [word[:_STEM] for word in words if len(word) > 2] or words
    return not stems or any(re.search(rf"\b{re.escape(stem)}", low) for stem in stems)


def _cased(text: str, like: str) -> str:
    return text[0].upper() + text[1:] if like[:1].isupper() else text


def carried(references: References, model: Model | None) -> tuple[str, ...]:
    """The pictures of the subject that go to a model with every scene: as many as it takes, by their keys."""
    return tuple(picture.key for picture in references.pictures[: model.references]) if model else ()
