"""A finished video's files before the field's own validators: readers, meters and rules that are not ours."""

import io
import json
import math
import re
import struct
import subprocess
import xml.etree.ElementTree as etree
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import c2pa
import httpx
import numpy as np
import opentimelineio as otio
import pyloudnorm
import pysubs2
import pytest
import srt
import ttconv.imsc.reader
import ttconv.model
import webvtt
from PIL import Image

from spotworks import wiring
from spotworks.adapters.exports import vast, vast_rules
from spotworks.adapters.exports.ott import package
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.otio import media_names
from spotworks.domain.placement import placement_named
from spotworks.domain.subtitles import sidecar, written
from spotworks.domain.timeline import Timeline
from tests.adapters.media.spots import RATE
from tests.flows.conftest import ESPRESSO

pytestmark = pytest.mark.flow
VIDEOS = ["spot.mp4", "preview.mp4"]
SECONDS = ESPRESSO["duration"]


@pytest.fixture(scope="module")
def files(finished, tmp_path_factory):
    """Every file of the video, as a client downloads it."""
    folder = tmp_path_factory.mktemp("outputs")
    for name, url in finished[0]["files"].items():
        (folder / name).write_bytes(httpx.get(url).content)
    return folder


@pytest.fixture(scope="module")
def timeline(files):
    return Timeline.model_validate_json((files / "timeline.json").read_bytes())


def ffmpeg(*arguments):
    """What FFmpeg says; any error of its decoders ends it."""
    argv = [str(find_ffmpeg()), "-hide_banner", "-nostats", "-nostdin", "-xerror", *map(str, arguments)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def heard(path, folder):
    """Its sound, samples x 2, as floats."""
    ffmpeg("-i", path, "-map", "0:a", "-ac", "2", "-ar", RATE, "-f", "f32le", folder / f"{path.name}.raw")
    return np.fromfile(folder / f"{path.name}.raw", "<f4").reshape(-1, 2)


def seconds_of(clock):
    hours, minutes, seconds = re.split("[:]", clock.replace(",", "."))
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_four_libraries_read_the_same_captions_and_they_keep_to_the_guides(files):
    by_srt = [
        (s.start.total_seconds(), s.end.total_seconds(), s.content)
        for s in srt.parse((files / "captions.srt").read_text(encoding="utf-8"))
    ]
    by_webvtt = [
        (seconds_of(c.start), seconds_of(c.end), c.text) for c in webvtt.read(str(files / "captions.vtt")).captions
    ]
    by_pysubs2 = [
        [(e.start / 1000, e.end / 1000, e.plaintext) for e in pysubs2.load(str(files / name), encoding="utf-8")]
        for name in ("captions.srt", "captions.vtt")
    ]
    assert by_srt == by_webvtt == by_pysubs2[0] == by_pysubs2[1]
    assert by_srt
    assert by_srt[-1][1] <= SECONDS
    for start, end, text in by_srt:  # Netflix's timed text guides; research notes, section 6
        lines = text.split("\n")
        assert len(lines) <= 2
        assert max(map(len, lines)) <= 42
        assert end - start >= 5 / 6 or text == by_srt[-1][2]
        assert end - start <= 7
    assert all(before[1] <= after[0] for before, after in pairwise(by_srt))


def test_captions_say_what_is_said_when_it_is_said(files, timeline):
    spoken = [word for cue in timeline.captions.cues for word in cue.words]
    shown = list(srt.parse((files / "captions.srt").read_text(encoding="utf-8")))
    assert " ".join(s.content for s in shown).split() == [word.text for word in spoken]
    first = timedelta(seconds=float(spoken[0].start))
    assert abs(shown[0].start - first) <= timedelta(seconds=3 / timeline.fps.numerator)


def test_ttconv_and_pysubs2_read_the_other_two_formats_of_the_same_captions(timeline):
    captions = sidecar(timeline.captions)
    count = len(captions.cues)
    model = ttconv.imsc.reader.to_model(etree.ElementTree(etree.fromstring(written(captions, "ttml"))))
    assert sum(isinstance(part, ttconv.model.P) for part in model.get_body().dfs_iterator()) == count
    ass = pysubs2.SSAFile.from_string(written(captions, "ass"), format_="ass")
    assert len(ass) == count


@pytest.mark.parametrize("name", VIDEOS)
def test_a_video_decodes_whole_is_not_black_not_silent_and_does_not_flash(name, files):
    """A dip between scenes passes through black: three of its fifteen frames, over a dark picture."""
    log = ffmpeg("-i", files / name, "-vf", "blackdetect=d=0.15:pix_th=0.10,photosensitivity=bypass=1,"
                 "metadata=print:key=lavfi.photosensitivity.badness", "-af", "silencedetect=noise=-50dB:d=1.5",
                 "-f", "null", "-")  # fmt: skip
    assert "Video: h264" in log
    assert "yuv420p(tv, bt709, progressive)" in log
    assert "Audio: aac (LC)" in log
    assert "48000 Hz, stereo" in log
    assert f"Duration: 00:00:0{SECONDS}.0" in log
    assert "black_start" not in log
    assert "silence_start" not in log
    badness = [float(found) for found in re.findall(r"photosensitivity\.badness=([\d.]+)", log)]
    assert badness
    assert max(badness) < 1


@pytest.mark.parametrize("name", VIDEOS)
def test_a_video_begins_with_its_index(name, files):
    content, at, kinds = (files / name).read_bytes(), 0, []
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        size = struct.unpack(">Q", content[at + 8 : at + 16])[0] if size == 1 else size
        kinds.append(kind.decode("latin-1"))
        at += size
    assert at == len(content), "boxes fill the file"
    assert kinds[0] == "ftyp"
    assert kinds.index("moov") < kinds.index("mdat")


@pytest.mark.parametrize("name", VIDEOS)
def test_two_meters_hear_the_asked_loudness(name, files, timeline, tmp_path):
    summary = ffmpeg("-i", files / name, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = summary.rpartition("Summary:")[2]
    integrated, peak = (float(re.search(rf"{word}:\s+(\S+)", summary)[1]) for word in ("I", "Peak"))
    sound = heard(files / name, tmp_path)
    assert integrated == pytest.approx(timeline.loudness.lufs, abs=0.3)
    assert pyloudnorm.Meter(RATE).integrated_loudness(sound) == pytest.approx(timeline.loudness.lufs, abs=0.3)
    assert peak <= timeline.loudness.true_peak
    assert np.abs(sound).max() < 1
    assert len(sound) / RATE == pytest.approx(float(timeline.seconds), abs=1 / float(timeline.fps) + 0.05)


def test_the_signature_is_read_as_whole_and_breaks_with_a_byte(files):
    reader = c2pa.Reader("video/mp4", io.BytesIO((files / "spot.mp4").read_bytes()))
    manifest = json.loads(reader.json())
    assert manifest["validation_state"] == "Valid"
    problems = {one["code"] for one in manifest.get("validation_status", [])}
    assert problems <= {"signingCredential.untrusted"}
    changed = bytearray((files / "spot.mp4").read_bytes())
    changed[-1_000] ^= 1
    broken = json.loads(c2pa.Reader("video/mp4", io.BytesIO(bytes(changed))).json())
    assert broken["validation_state"] == "Invalid"


def test_a_vast_document_of_it_keeps_the_rules_and_says_what_the_file_is(files):
    ad = vast.Ad(title="Espresso", advertiser="Roast", base_url="https://cdn.example/ads", serving_id="a1")
    document = vast.document(ad, files / "spot.mp4", files / "preview.mp4", files / "captions.vtt")
    assert vast_rules.problems(document) == []
    assert vast.mismatches(document, files) == []
    assert f"<Duration>00:00:0{SECONDS}" in document.decode()


def test_the_package_for_television_of_it_passes_by_other_meters_than_its_own(
    files, timeline, client, finished, tmp_path
):
    """Of the edit's own files, in a small wide frame; the placement of its words in 16:9 is not looked at here."""
    urls = client.http.get(f"/api/videos/{finished[0]['video_id']}/media").json()["files"]
    media = tmp_path / "media"
    for key, name in media_names(timeline).items():
        (media / key).parent.mkdir(parents=True, exist_ok=True)
        (media / key).write_bytes(httpx.get(urls[name]).content)
    ad = vast.Ad(title="Espresso", advertiser="Roast", base_url="https://cdn.example/ads", serving_id="a1")
    wide = timeline.model_copy(update={"width": 320, "height": 180})
    made = package(wide, media, tmp_path / "ott", ad=ad, placement=placement_named(wiring.placements(), "ott"))
    assert made.report.failures == ()
    served, mezzanine, captions, document, _ = made.files
    for path in (served, mezzanine):
        log = ffmpeg("-i", path, "-af", "ebur128=peak=true", "-f", "null", "-")
        assert float(re.search(r"I:\s+(\S+)", log.rpartition("Summary:")[2])[1]) == pytest.approx(-24, abs=0.3)
        assert pyloudnorm.Meter(RATE).integrated_loudness(heard(path, tmp_path)) == pytest.approx(-24, abs=0.3)
    assert "Video: prores (HQ)" in log
    assert len(webvtt.read(str(captions))) == len(sidecar(timeline.captions).cues)
    assert vast_rules.problems(document.read_bytes()) == []


def test_opentimelineio_reads_the_edit_with_every_clip_at_its_place(files, timeline):
    edit = otio.adapters.read_from_file(str(files / "timeline.otio"))
    assert edit.duration().to_seconds() == pytest.approx(SECONDS)
    picture = [clip for clip in edit.tracks[0] if isinstance(clip, otio.schema.Clip)]
    lengths = [clip.source_range.duration.value for clip in picture]
    assert lengths == [clip.length for clip in timeline.picture]


def test_pictures_open_whole_and_the_cover_has_the_videos_ratio(files, timeline):
    with Image.open(files / "storyboard.png") as sheet:
        sheet.load()
    with Image.open(files / "thumbnail.jpg") as cover:
        cover.load()
        assert math.isclose(cover.width / cover.height, Fraction(timeline.width, timeline.height), rel_tol=0.01)
