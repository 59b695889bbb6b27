"""`spotworks captions` on videos of all kinds."""

import json
import shutil
import subprocess
import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from local.cli import main
from spotworks.adapters.media.film import opened, speech
from spotworks.adapters.media.fontbook import shipped
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.media.whole import work_folder
from spotworks.domain.caption_styles import PRESETS
from spotworks.domain.subtitles import FORMATS
from spotworks.errors import InvalidRequest

SPOKEN = ((0.5, 1.5), (2.2, 3.6))  # seconds
SCRIPT = "Good morning to you. We roast coffee every Monday & grind it."


def ffmpeg(*arguments: str) -> None:
    subprocess.run([str(find_ffmpeg()), "-v", "error", "-nostdin", "-y", *arguments], check=True)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """film.mp4: four seconds of light grey, noise like speech twice; and films with something odd about them."""
    folder = tmp_path_factory.mktemp("films")
    rate, rng = 16_000, np.random.default_rng(1)
    sound = rng.normal(0, 0.001, 4 * rate)
    for start, end in SPOKEN:
        count = round((end - start) * rate)
        sound[round(start * rate) :][:count] += rng.normal(0, 0.2, count) * (1 + np.sin(np.arange(count) / 900))
    with wave.open(str(folder / "voice.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    grey = ("-f", "lavfi", "-i", "color=#c0c0c0:s=320x180:r=10:d=4")
    x264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    ffmpeg(*grey, "-i", str(folder / "voice.wav"), *x264, "-c:a", "aac", "-shortest", str(folder / "film.mp4"))
    ffmpeg(*grey, *x264, str(folder / "silent.mp4"))
    ffmpeg("-i", str(folder / "film.mp4"), "-c", "copy", str(folder / "film.mkv"))
    ffmpeg("-i", str(folder / "film.mp4"), "-c", "copy", str(folder / "film.ts"))
    ffmpeg("-display_rotation", "90", "-i", str(folder / "silent.mp4"), "-c", "copy", str(folder / "turned.mp4"))
    odd = ("-f", "lavfi", "-i", "color=red:s=161x91:r=10:d=1")
    ffmpeg(*odd, "-c:v", "libx264", "-pix_fmt", "yuv444p", str(folder / "odd.mp4"))
    ffmpeg("-i", str(folder / "voice.wav"), "-c:a", "aac", str(folder / "sound.mp4"))
    cover = ("-f", "lavfi", "-i", "color=#c0c0c0:s=320x180:r=10:d=0.1")
    ffmpeg(*cover, "-i", str(folder / "voice.wav"), *x264, "-c:a", "aac", str(folder / "cover.mp4"))
    ffmpeg(*cover, *x264, str(folder / "flash.mp4"))
    (folder / "list.m3u8").write_text("#EXTM3U\n#EXTINF:4,\nfilm.mp4\n")
    shutil.copyfile(folder / "list.m3u8", folder / "list.mp4")
    (folder / "cut.mp4").write_bytes((folder / "film.mp4").read_bytes()[:900])
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "script.txt").write_text(SCRIPT)
    return folder


@pytest.fixture
def run(media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Callable[..., dict[str, Any]]:
    """Runs the command in an empty folder; the films and the script are reached by their names."""
    monkeypatch.chdir(tmp_path)

    def command(film: str, *options: str, script: str | None = SCRIPT) -> dict[str, Any]:
        said = []
        if script is not None:
            Path("script.txt").write_text(script)
            said = ["--script", "script.txt"]
        code = main(["captions", str(media / film), *said, *options, "--no-align", "--json"])
        told = capsys.readouterr()
        return {"code": code, "stderr": told.err, **json.loads(told.out)}

    return command


def pixels(video: str, at: float) -> Any:
    with av.open(video) as container:
        return next(f for f in container.decode(video=0) if f.time >= at).to_ndarray(format="rgb24").astype(int)


def test_words_lie_where_somebody_speaks_and_say_that_they_are_estimated(run: Callable[..., Any]) -> None:
    told = run("film.mp4", "--format", "srt,vtt,ass,ttml")
    assert (told["code"], told["source"], told["language"], told["words"]) == (0, "estimate", "en", 12)
    captions = json.loads(Path(told["files"]["json"]["path"]).read_text())
    starts = {w["text"]: float(Fraction(w["start"])) for cue in captions["cues"] for w in cue["words"]}
    assert abs(starts["Good"] - SPOKEN[0][0]) < 0.1
    assert abs(starts["We"] - SPOKEN[1][0]) < 0.1
    read = {name: FORMATS[name].read(Path(told["files"][name]["path"]).read_text()) for name in FORMATS}
    assert read["srt"] == read["vtt"] == read["ass"] == read["ttml"]
    assert "&" in read["srt"][1].text


def test_burned_captions_are_in_the_picture_and_the_sound_is_untouched(media: Path, run: Callable[..., Any]) -> None:
    told = run("film.mp4", "--burn", "--style", "shorts")
    video = told["files"]["video"]["path"]
    assert told["contrast"] >= 4.5
    assert np.abs(pixels(video, 1.0) - 192).max() > 60
    assert np.abs(pixels(video, 0.1) - 192).max() < 12, "nothing is said yet"
    with av.open(video) as made, av.open(str(media / "film.mp4")) as given:
        assert made.streams.video[0].frames == given.streams.video[0].frames
        sounds = [[bytes(packet) for packet in file.demux(audio=0)] for file in (made, given)]
    assert sounds[0] == sounds[1]


@pytest.mark.parametrize(("film", "codec"), [("film.mp4", "mov_text"), ("film.mkv", "srt")])
def test_a_soft_track_leaves_the_picture_as_it_is(film: str, codec: str, media: Path, run: Callable[..., Any]) -> None:
    told = run(film, "--soft", "--language", "en")
    with av.open(told["files"]["video"]["path"]) as made, av.open(str(media / film)) as given:
        assert made.streams.subtitles[0].codec_context.name == codec
        assert made.streams.subtitles[0].language == "eng"
        pictures = [[bytes(packet) for packet in file.demux(video=0)] for file in (made, given)]
    assert pictures[0] == pictures[1]


def test_a_preview_is_one_frame_with_captions_at_the_videos_size(run: Callable[..., Any]) -> None:
    told = run("film.mp4", "--preview", "frames/look.png", "--at", "1.0", "--style", "ad", "--brand", "#0033cc")
    frame = cv2.imread("frames/look.png").astype(int)
    assert frame.shape == (180, 320, 3)
    assert told["contrast"] >= 4.5
    cues = json.loads(Path(told["files"]["json"]["path"]).read_text())["cues"]
    spoken = [w["text"] for cue in cues for w in cue["words"] if Fraction(w["start"]) <= 1][-1]
    look, em = PRESETS["ad"], PRESETS["ad"].size * 180
    wide = (shipped().width(spoken, look.font) + 2 * look.margin) * em
    tall = (0.94 + 1.4 * look.margin) * em  # from above tall letters to below low ones, and less air than at the sides
    blue = frame[..., 0] - frame[..., 2] > 40
    rows, columns = np.where(blue)
    assert np.ptp(columns) + 1 == pytest.approx(wide, abs=2), "the plate of the spoken word"
    assert np.ptp(rows) + 1 == pytest.approx(tall, abs=2.5)
    assert blue.sum() >= 2 * (wide + tall), "at least its rim is seen round the letters and their outline"


def test_a_recording_of_television_with_one_key_frame_is_captioned(run: Callable[..., Any]) -> None:
    """After a jump into it nothing decodes."""
    told = run("film.ts", "--burn", "--preview", "look.png", "--at", "2.0")
    assert cv2.imread("look.png").shape == (180, 320, 3)
    assert told["contrast"] >= 4.5
    with av.open(told["files"]["video"]["path"]) as made:
        assert abs(made.streams.video[0].frames - 40) <= 1


def test_a_subtitle_file_keeps_its_times_and_lead_and_lag_move_them(tmp_path: Path, run: Callable[..., Any]) -> None:
    Path("mine.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nOne <i>two</i>\nthree\n")
    told = run("film.mp4", "--srt", "mine.vtt", script=None)
    assert told["source"] == "file"
    assert "00:00:01,000 --> 00:00:02,000\nOne two\nthree\n" in Path(told["files"]["srt"]["path"]).read_text()
    told = run("film.mp4", "--srt", "mine.vtt", "--lead", "250", "--lag", "500", script=None)
    assert "00:00:00,750 --> 00:00:02,500" in Path(told["files"]["srt"]["path"]).read_text()


def test_a_style_of_ones_own_and_its_repair(run: Callable[..., Any]) -> None:
    Path("mine.json").write_text(json.dumps({"color": "#ffffff", "outline": 0, "size": 0.1, "position": "top"}))
    told = run("film.mp4", "--style", "mine.json", "--burn")
    assert (told["strengthened"], told["contrast"] >= 4.5) == (True, True)
    frame = pixels(told["files"]["video"]["path"], 1.0)
    rows = np.where(np.abs(frame - 192).max(axis=(1, 2)) > 60)[0]
    assert rows.max() < 90


def test_a_film_without_a_voice_gets_its_words_over_its_whole_length(run: Callable[..., Any]) -> None:
    told = run("silent.mp4")
    assert "nobody is heard" in told["warnings"][0]
    assert "00:00:04,000" in Path(told["files"]["srt"]["path"]).read_text()


@pytest.mark.parametrize(("film", "size"), [("turned.mp4", (180, 320)), ("odd.mp4", (162, 92))])
def test_turned_and_odd_sized_films_come_out_as_they_are_seen(
    film: str, size: tuple[int, int], run: Callable[..., Any]
) -> None:
    told = run(film, "--burn", script="Hi")
    with av.open(told["files"]["video"]["path"]) as made:
        stream = made.streams.video[0]
        assert (stream.width, stream.height, stream.pix_fmt) == (*size, "yuv420p")


def test_words_change_over_the_one_picture_of_a_recording_to_the_end_of_its_sound(run: Callable[..., Any]) -> None:
    told = run("cover.mp4", "--burn", "--preview", "look.png", "--at", "3.0")
    assert told["contrast"] >= 4.5
    frames = [pixels(told["files"]["video"]["path"], at) for at in (0.1, 1.0, 3.0)]
    assert np.abs(frames[0] - 192).max() < 12, "nothing is said yet"
    assert np.abs(frames[1] - frames[2]).max() > 60, "the second sentence stands where the first did"
    assert np.abs(cv2.imread("look.png")[..., ::-1].astype(int) - frames[2]).mean() < 1
    with av.open(told["files"]["video"]["path"]) as made:
        assert float(made.duration / av.time_base) == pytest.approx(4, abs=0.1)


def test_a_video_of_one_frame_is_captioned_on_it(run: Callable[..., Any]) -> None:
    told = run("flash.mp4", "--burn", script="Hi")
    assert told["code"] == 0
    assert np.abs(pixels(told["files"]["video"]["path"], 0) - 192).max() > 60


def test_a_command_that_fails_leaves_nothing_of_its_own_and_nothing_of_anothers_undone(run: Callable[..., Any]) -> None:
    """Its last file cannot be put in place; another is at work there meanwhile."""
    Path("out/flash.captioned.mp4").mkdir(parents=True)
    with work_folder(Path("out")) as others:
        (others / "half").touch()
        told = run("flash.mp4", "--burn", "--out", "out", script="Hi")
        assert (told["code"], told["field"]) == (2, "out")
        assert {path.name for path in Path("out").rglob("*")} == {others.name, "half", "flash.captioned.mp4"}


def test_words_are_measured_against_a_transcription(run: Callable[..., Any]) -> None:
    Path("heard.txt").write_text("good morning to YOU we roast coffee every Sunday and grind it")
    told = run("film.mp4", "--transcript", "heard.txt")
    assert told["word_error_rate"] == pytest.approx(2 / 11)


def test_emoji_and_other_scripts_pass_and_signs_that_no_font_draws_are_told_of(run: Callable[..., Any]) -> None:
    told = run("film.mp4", script="שלום 🔥 مرحبا \U0001fbb0")
    assert told["code"] == 0
    assert "\U0001fbb0" in told["warnings"][0]


@pytest.mark.parametrize(
    ("film", "options", "script", "field"),
    [
        ("nowhere.mp4", [], SCRIPT, "video"),
        ("script.txt", [], SCRIPT, "video"),
        ("empty.mp4", [], SCRIPT, "video"),
        ("cut.mp4", [], SCRIPT, "video"),
        ("sound.mp4", [], SCRIPT, "video"),
        ("list.mp4", [], SCRIPT, "video"),
        ("film.mp4", [], None, "script"),
        ("film.mp4", [], " ... \n", "script"),
        ("film.mp4", ["--srt", "script.txt"], SCRIPT, "script"),
        ("film.mp4", ["--burn", "--soft"], SCRIPT, "soft"),
        ("film.mp4", ["--style", "loud"], SCRIPT, "style"),
        ("film.mp4", ["--style", "nowhere.json"], SCRIPT, "style"),
        ("film.mp4", ["--format", "doc"], SCRIPT, "format"),
        ("film.mp4", ["--brand", "red"], SCRIPT, "brand"),
        ("film.mp4", ["--brand", "brand"], SCRIPT, "brand"),
        ("film.mp4", ["--lead", "999999"], SCRIPT, "lead"),
        ("film.mp4", ["--fonts", "nowhere"], SCRIPT, "fonts"),
        ("film.mp4", ["--preview", "a.png", "--at", "99"], SCRIPT, "at"),
        ("film.mp4", ["--preview", "."], SCRIPT, "preview"),
        ("film.mp4", ["--preview", "script.txt/a.png"], SCRIPT, "preview"),
        ("film.mp4", ["--transcript", "nowhere.txt"], SCRIPT, "transcript"),
        ("film.mp4", [], "coffee 漢字", "fonts"),
    ],
)
def test_bad_input_is_one_line_that_names_its_field(
    film: str, options: list[str], script: str | None, field: str, run: Callable[..., Any]
) -> None:
    told = run(film, *options, script=script)
    assert (told["code"], told["field"], told["stderr"].count("\n")) == (2, field, 1)
    assert told["message"].startswith(f"{field}: ")
    assert not list(Path().glob("out/*/*"))


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("mine.srt", b"1\n00:00:01 -> 00:00:02\nhi\n", "srt"),
        ("mine.srt", b"1\n00:00:03,000 --> 00:00:02,000\nhi\n", "srt"),
        ("mine.ttml", b'<!DOCTYPE a [<!ENTITY b "c">]><tt xmlns="http://www.w3.org/ns/ttml"/>', "srt"),
        ("mine.srt", "привет".encode("cp1251"), "srt"),
        ("mine.srt", b"x" * 2_000_001, "srt"),
    ],
)
def test_a_broken_subtitle_file_says_where(name: str, body: bytes, field: str, run: Callable[..., Any]) -> None:
    Path(name).write_bytes(body)
    told = run("film.mp4", "--srt", name, script=None)
    assert (told["code"], told["field"]) == (2, field)


def test_speech_is_found_within_a_few_hundredths(media: Path) -> None:
    found = [(float(span.start), float(span.end)) for span in speech(opened(media / "film.mp4"))]
    assert len(found) == len(SPOKEN)
    assert np.abs(np.subtract(found, SPOKEN)).max() < 0.08
    assert speech(opened(media / "silent.mp4")) == ()
    with pytest.raises(InvalidRequest, match="no picture"):
        opened(media / "sound.mp4")
