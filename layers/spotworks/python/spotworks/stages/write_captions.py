"""WriteCaptions: the spoken words as cues, and the SRT and WebVTT files."""

from spotworks.domain import subtitles
from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.captions import AlignedVoice, Captions
from spotworks.domain.keys import document_key
from spotworks.domain.requests import starts
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import Voice, spoken_words
from spotworks.stages.align_voice import ALIGNED
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for


class Captioned(Frozen):
    cues: int


def write_captions(job: JobRef, *, desk: Desk) -> Captioned:
    desk.enter(job, "captions", "Writing captions")
    play = desk.read(job, "screenplay.json", Screenplay)
    style = desk.read(job, "brief.json", Brief).captions
    voice, aligner = _voice(job, desk)
    words = spoken_words(voice, starts(play))
    source = "estimate" if any(line.estimated for line in voice.lines) else "alignment" if aligner else "voice"
    cues = subtitles.cues(words, play.language, "ad" if style == "none" else style)
    captions = Captions(language=play.language, source=source, aligner=aligner, cues=cues)
    desk.write(job, "captions.json", captions)
    lines = subtitles.sidecar(captions)
    for name, text, kind in (
        ("captions.srt", subtitles.srt(lines, play.duration), "application/x-subrip"),
        ("captions.vtt", subtitles.vtt(lines, play.duration), "text/vtt"),
    ):
        key = document_key(job.tenant, job.video_id, name)
        desk.work.write(key, text.encode(), content_type=f"{kind}; charset=utf-8")
    return Captioned(cues=len(captions.cues))


def _voice(job: JobRef, desk: Desk) -> tuple[Voice, str]:
    """With the times that alignment found in this very sound, and the model that did, or ""."""
    key = made_for(desk, job, "voice").key
    aligned = desk.find(job, ALIGNED, AlignedVoice)
    if aligned is not None and aligned.of == key and aligned.model:
        return aligned.voice, aligned.model
    return stored(Voice, desk.work.read(key)), ""
