"""WriteCaptions: the spoken words as cues, and the SRT and WebVTT files."""

from spotworks.domain import subtitles
from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.captions import AlignedVoice, Captions
from spotworks.domain.keys import document_key
from spotworks.domain.requests import starts
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import Voice, spoken_words
from spotworks.ports import Wait
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for, wait_id


class Captioned(Frozen):
    cues: int


def write_captions(job: JobRef, *, desk: Desk) -> Captioned:
    desk.enter(job, "captions", "Writing captions")
    play = desk.read(job, "screenplay.json", Screenplay)
    style = desk.read(job, "brief.json", Brief).captions
    voice, aligner = _voice(job, desk)
    words = spoken_words(voice, starts(play))
    note = _why(job, desk) if voice.is_estimated else ""
    source = "estimate" if note else "alignment" if aligner else "voice"
    cues = subtitles.cues(words, play.language, "ad" if style == "none" else style)
    captions = Captions(language=play.language, source=source, aligner=aligner, note=note, cues=cues)
    desk.write(job, "captions.json", captions)
    if note:
        desk.note(job, f"Warning: the times of the captions' words are an estimate: {note}")
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
    wait = _alignment(job, desk)
    if wait is not None and wait.outcome and "made" in wait.outcome and wait.outcome["made"]["key"] != key:
        aligned = stored(AlignedVoice, desk.work.read(wait.outcome["made"]["key"]))
        if aligned.of == key:
            return aligned.voice, aligned.model
    return stored(Voice, desk.work.read(key)), ""


def _alignment(job: JobRef, desk: Desk) -> Wait | None:
    return desk.waits.get(job.tenant, job.video_id, wait_id("align"))


def _why(job: JobRef, desk: Desk) -> str:
    """What became of the alignment. The machine goes on whatever it was."""
    wait = _alignment(job, desk)
    if wait is None:
        return "the voice gave none, and no aligner is set up here"
    if wait.outcome is None:
        return "the alignment came to no end"
    error = wait.outcome.get("error", {"message": "the alignment is of another recording"})
    return str(error["message"]).removeprefix("[AlignVoice] ")
