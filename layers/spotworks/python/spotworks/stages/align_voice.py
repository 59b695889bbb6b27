"""AlignVoice: the times of words that the voice's own maker did not give, found in its sound. Runs in a container."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.captions import AlignedVoice
from spotworks.domain.generation import Made, digest
from spotworks.domain.keys import asset_key
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import SpokenLine, Voice
from spotworks.ports import Aligner
from spotworks.stages.complete import remember_made
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made, made_for


class AlignRequest(Frozen):
    """voice: the key of a voice document, which is content-addressed; the language is part of what made it."""

    kind: Literal["align"] = "align"
    voice: str
    version: int = 1


def align_voice(job: JobRef, *, desk: Desk, aligner: Aligner, folder: Path) -> Made:
    """Lines with times of their own stay as they are. folder: to work in. Raises ModelUnavailable, AssetRejected."""
    key = made_for(desk, job, "voice").key
    address = digest(AlignRequest(voice=key))
    found = find_made(desk, job, address)
    if found is not None:
        return found
    began = desk.clock.now()
    language = desk.read(job, "screenplay.json", Screenplay).language
    voice = stored(Voice, desk.work.read(key))
    model, lines = "", list(voice.lines)
    for number, line in enumerate(lines):
        if line.estimated:
            lines[number], model = _aligned(line, language, desk, aligner, folder)
    aligned = AlignedVoice(of=key, model=model, voice=voice.model_copy(update={"lines": tuple(lines)}))
    made = Made(
        key=asset_key(job.tenant, address, ".json"),
        model=model or "none",
        cost_usd=Decimal(0),
        seconds=(desk.clock.now() - began).total_seconds(),
    )
    desk.work.write(made.key, aligned.model_dump_json().encode(), content_type="application/json")
    remember_made(desk, job, address, made)
    return made


def _aligned(line: SpokenLine, language: str, desk: Desk, aligner: Aligner, folder: Path) -> tuple[SpokenLine, str]:
    sound = folder / f"line{Path(line.key).suffix}"
    desk.work.download(line.key, sound)
    found = aligner.align(sound, line.text, language=language)
    return line.model_copy(update={"words": found.words, "estimated": False}), found.model
