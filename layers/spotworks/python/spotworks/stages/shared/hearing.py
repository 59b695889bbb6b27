"""What is heard in the sound files of a job, listened to once per file."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.clip import ClipDocument
from spotworks.domain.sound import Music, SoundFacts, Voice
from spotworks.ports import Prober
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.memory import recalled_all, remember


class SoundQuestion(Frozen):
    """A file in the work bucket is what its key says. rules: the prober's; is_music: its beats are looked for."""

    kind: Literal["sound"] = "sound"
    key: str
    is_music: bool = False
    rules: str


class Heard(Frozen):
    """sounds.json: what the edit was laid out by."""

    facts: dict[str, SoundFacts]


def heard_for_edit(
    job: JobRef, voice: Voice, music: Music, clips: Iterable[ClipDocument], *, desk: Desk, prober: Prober | None
) -> dict[str, SoundFacts]:
    """What an edit needs to know, by key. Without a prober: what the job's first edit knew."""
    if prober is None:
        return desk.read(job, "sounds.json", Heard).facts
    keys = [line.key for line in voice.lines] + [music.key] * bool(music.key)
    keys += [clip.source.key for clip in clips if clip.has_sound]
    found = heard(job, tuple(dict.fromkeys(keys)), desk=desk, prober=prober, music=() if music.bars else (music.key,))
    facts = {key: each for key, each in found.items() if each is not None}
    desk.write(job, "sounds.json", Heard(facts=facts))
    return facts


def heard(
    job: JobRef, keys: Sequence[str], *, desk: Desk, prober: Prober, music: Collection[str] = ()
) -> dict[str, SoundFacts | None]:
    """By key; None for what is not there, holds no sound or does not decode. music: keys whose beats are wanted."""
    questions = {key: SoundQuestion(key=key, is_music=key in music, rules=prober.rules) for key in keys}
    before = recalled_all(desk, job, list(questions.values()), SoundFacts)
    found: dict[str, SoundFacts | None] = dict(zip(questions, before, strict=True))
    new = [key for key in questions if found[key] is None]
    for key, content in zip(new, desk.work.read_many(new), strict=True):
        facts = prober.sound(content, is_music=key in music) if content else None
        if facts is not None:
            remember(desk, job, questions[key], facts)
        found[key] = facts
    return found
