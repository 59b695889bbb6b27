"""AlignVoice: the times of words that the voice's own maker did not give, found in its sound."""

from decimal import Decimal
from pathlib import Path

from spotworks.domain.base import JobRef, stored
from spotworks.domain.captions import AlignedVoice
from spotworks.domain.generation import Made
from spotworks.domain.keys import document_key
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import SpokenLine, Voice
from spotworks.ports import Aligner
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for

ALIGNED = "aligned.json"


def align_voice(job: JobRef, *, desk: Desk, aligner: Aligner, folder: Path) -> Made:
    """Lines with times of their own stay as they are. folder: to work in. Raises ModelUnavailable."""
    language = desk.read(job, "screenplay.json", Screenplay).language
    key = made_for(desk, job, "voice").key
    voice = stored(Voice, desk.work.read(key))
    model, lines = "", list(voice.lines)
    for number, line in enumerate(lines):
        if line.estimated:
            lines[number], model = _aligned(line, language, desk, aligner, folder)
    found = AlignedVoice(of=key, model=model, voice=voice.model_copy(update={"lines": tuple(lines)}))
    desk.write(job, ALIGNED, found)
    return Made(key=document_key(job.tenant, job.video_id, ALIGNED), model=model or "none", cost_usd=Decimal(0))


def _aligned(line: SpokenLine, language: str, desk: Desk, aligner: Aligner, folder: Path) -> tuple[SpokenLine, str]:
    sound = folder / f"line{Path(line.key).suffix}"
    desk.work.download(line.key, sound)
    found = aligner.align(sound, line.text, language=language)
    return line.model_copy(update={"words": found.words, "estimated": False}), found.model
