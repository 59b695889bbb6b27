"""What is heard in the sound files of a job, listened to once per file."""

from collections.abc import Sequence
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.sound import SoundFacts
from spotworks.ports import Prober
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.memory import recalled_all, remember


class SoundQuestion(Frozen):
    """A file in the work bucket is what its key says. rules: the prober's."""

    kind: Literal["sound"] = "sound"
    key: str
    rules: str


class Heard(Frozen):
    """sounds.json"""

    facts: dict[str, SoundFacts | None]


def heard(job: JobRef, keys: Sequence[str], *, desk: Desk, prober: Prober) -> dict[str, SoundFacts | None]:
    """By key; None for what is not there, holds no sound or does not decode."""
    questions = [SoundQuestion(key=key, rules=prober.rules) for key in keys]
    found: dict[str, SoundFacts | None] = dict(zip(keys, recalled_all(desk, job, questions, SoundFacts), strict=True))
    new = [key for key in keys if found[key] is None]
    for key, content in zip(new, desk.work.read_many(new), strict=True):
        facts = prober.sound(content) if content else None
        if facts is not None:
            remember(desk, job, questions[list(keys).index(key)], facts)
        found[key] = facts
    desk.write(job, "sounds.json", Heard(facts=found))
    return found


def heard_before(job: JobRef, desk: Desk) -> dict[str, SoundFacts | None]:
    """What the job's own timeline was laid out by, for its other aspects."""
    return desk.read(job, "sounds.json", Heard).facts
