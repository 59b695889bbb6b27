"""The `spotworks` command against the fake API: what it prints, what it leaves, how it ends."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.cli import main
from local.cli.make import check_brief
from local.cli.result import failure_line
from local.cli.session import fault_of
from local.cli.story import Story
from local.client import ApiError
from spotworks.adapters.media.tools import find_ffmpeg
from tests.fakes.api import FakeApi, serving
from tests.fakes.media import make_media

FILES = {
    "spot.mp4", "preview.mp4", "captions.srt", "captions.vtt", "storyboard.png", "thumbnail.jpg", "timeline.json",
    "timeline.otio", "report.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_media(tmp_path_factory.mktemp("media"))


@pytest.fixture
def api(media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    """Jobs run by themselves, fast; the working folder is the test's own."""
    monkeypatch.chdir(tmp_path)
    with serving(FakeApi(media)) as api:
        api.pace = 0.005
        yield api


def test_make_leaves_every_file_and_names_it(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "A bottle that keeps tea hot", "--server", api.url, "--out", "ad"]) == 0
    assert {path.name for path in Path("ad").iterdir()} == FILES
    printed = capsys.readouterr().out
    assert "Picture of scene 3 ready" in printed
    assert "Preview ready: ad/preview.mp4" in printed
    assert all(f"ad/{name}" in printed for name in FILES)
    assert "Cost: $0.0018, of it to replicate $0.58." in printed
    understood = printed.partition("What we understood:\n")[2]
    assert understood.startswith(
        "  duration: 15 s (from “15 seconds”)\n"
        "  price: $129.00 (read from the page: JSON-LD offers.price)\n"
        "  trademark: “Nike”: have their leave\n"
    )
    assert "Reused" not in printed


def test_make_with_json_prints_one_object_and_nothing_else(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "Чайник", "--server", api.url, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["videos"][0]
    assert found["status"] == "completed"
    assert found["files"]["spot.mp4"]["path"] == "out/чайник/spot.mp4"
    assert found["files"]["spot.mp4"]["bytes"] == Path("out/чайник/spot.mp4").stat().st_size
    assert found["cost_usd"] == "0.0018"
    assert found["understood"]["parameters"][0]["evidence"] == "15 seconds"


def test_a_placement_is_held_against_the_catalogue_before_a_server_is_started(
    capsys: pytest.CaptureFixture[str],
) -> None:
    check_brief({"prompt": "Tea", "placement": "tiktok"}, [], modes=True)
    for placement, told in [
        ("moon", "spotworks: placement: there is no placement 'moon'; known: tiktok, "),
        ("ott", "spotworks: aspect: OTT, streaming television takes 16:9, not 9:16"),
    ]:
        assert main(["make", "Tea", "--placement", placement]) == 2
        assert capsys.readouterr().err.startswith(told)


def test_variations_get_a_folder_each(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "Socks", "--variations", "2", "--server", api.url, "--out", "ad"]) == 0
    assert {path.name for path in Path("ad").iterdir()} == {"1", "2"}
    assert {path.name for path in Path("ad/2").iterdir()} == FILES
    assert len(api.jobs) == 2


def test_photos_are_uploaded_and_large_ones_go_to_storage(api: FakeApi, media: Path) -> None:
    Path("large.jpg").write_bytes(bytes(4_100_000))
    small = media / "picture-0.png"
    arguments = ["make", "--image", str(small), "--image", "large.jpg", "--server", api.url, "--json"]
    assert main(arguments) == 0
    assert api.uploads == [small.stat().st_size, 4_100_000]
    assert next(iter(api.jobs.values())).brief["reference_assets"] == ["asset1", "large"]


def test_footage_is_taken_from_a_folder_and_what_else_lies_there_is_told_of(
    api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("clips/more").mkdir(parents=True)
    for name in ("a.mkv", "b.AVI", "c.mts", "d.mp4", "notes.txt", ".hidden"):
        Path("clips", name).write_bytes(b"x" * 10)
    assert main(["make", "Tea", "--mode", "text_stock", "--footage", "clips", "--server", api.url]) == 0
    assert len(api.uploads) == 4
    told = capsys.readouterr().err.splitlines()[0]
    assert told.startswith("spotworks: clips: passed over, as no videos (.avi, ")
    assert told.endswith("): more, notes.txt")


def test_an_empty_video_among_the_footage_is_bad_input(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    Path("clips").mkdir()
    Path("clips/a.mp4").touch()
    assert main(["make", "Tea", "--mode", "text_stock", "--footage", "clips", "--server", api.url]) == 2
    assert capsys.readouterr().err == "spotworks: footage: clips/a.mp4 is empty\n"
    assert api.requests == []


def test_a_photo_that_the_server_refuses_is_bad_input(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    Path("notes.jpg").write_bytes(b"not a picture")
    assert main(["make", "--image", "notes.jpg", "--server", api.url]) == 2
    assert capsys.readouterr().err == (
        "spotworks: image: notes.jpg: this is not a picture; send JPEG, PNG or WebP\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "prompt: say what the video is about, or give an image or a url"),
        (["😀 😀"], "prompt: needs words: emoji, digits and signs alone say nothing to show"),
        (["x" * 5_001], "prompt: must have at most 5,000 characters, not 5,001"),
        (["Tea", "--duration", "0"], "duration: must be from 3 to 1,200 seconds"),
        (["Tea", "--duration", "nan"], "duration: must be a number of seconds"),
        (["Tea", "--variations", "9"], "variations: must be less than or equal to 8"),
        (["Tea", "--language", "deutsch"], 'language: must be a BCP 47 tag such as "en", "ru", "de" or "pt-BR"'),
        (["Tea", "--fps", "many"], "fps: must be a valid integer"),
        (["Tea", "--budget", "0"], "budget: must be greater than 0"),
        (["Tea", "--budget", ""], "budget: must be a number"),
        (["Tea", "--duration", ""], "duration: must be a number of seconds"),
        (["Tea", "--url", "http://"], "url: must begin with http:// or https:// and name a site"),
        (["Tea", "--brand", "☕"], "brand: needs letters or digits: emoji and signs alone cannot be drawn"),
        (["Tea", "--server", "http://[::bad"], "server: http://[::bad is not an address (Invalid port: ':bad')"),
        (["Tea", "--server", "junk"], "server: junk is not an address: it must begin with http:// or https://"),
        (["Tea", "--image", "nowhere.jpg"], "image: nowhere.jpg does not exist"),
        (["caf\udce9"], "prompt: is not valid UTF-8; check the terminal's encoding"),
        (["Tea", "--out", "/proc/no"], "out: /proc/no cannot be made (No such file or directory); name another folder"),
    ],
)
def test_bad_input_is_one_line_that_names_the_field_before_any_server_starts(
    arguments: list[str], line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make", *arguments, "--state", str(tmp_path / "state")]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"spotworks: {line}\n")
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("video_id", ["", "../../x", "a b", "caf\udce9", "x" * 65])
@pytest.mark.parametrize("command", ["watch", "cancel", "retry", "approve"])
def test_what_could_not_be_an_id_is_bad_input_before_any_server_starts(
    command: str, video_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, video_id, "--state", str(tmp_path / "state")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("spotworks: video_id: there is no video ")


def test_a_port_that_is_taken_or_a_state_that_is_a_file_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port), "--state", str(tmp_path)]) == 2
    assert f"port: {port} cannot be used (Address already in use); choose another" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert main(["serve", "--state", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err == f"spotworks: state: {tmp_path}/file cannot be used (File exists)\n"


def test_without_ffmpeg_one_line_says_what_to_do_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "imageio_ffmpeg.py").write_text("raise ImportError")
    done = subprocess.run(
        [sys.executable, "-c", "from local.cli import main; raise SystemExit(main())", "make", "Tea"],
        capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False,
        env={"PATH": str(tmp_path), "PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("spotworks: FFmpeg was not found: install FFmpeg")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".spotworks").exists()


def test_bad_input_with_json_is_an_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "Tea", "--aspect", "2:1", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["field"] == "aspect"


def test_a_failure_is_one_line_with_the_way_on_and_retry_goes_it(
    api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    api.fails_at = "Rendering"
    assert main(["make", "Tea", "--server", api.url]) == 1
    assert capsys.readouterr().err == (
        "failed in StartRender (render): FFmpeg gave up: no space left on the device; "
        "`spotworks retry video001` goes on from what is there\n"
    )
    assert main(["retry", "video001", "--server", api.url, "--out", "again"]) == 0
    printed = capsys.readouterr().out
    assert "Reused from before: 4 pictures, 4 clips, voice, music." in printed
    assert {path.name for path in Path("again").iterdir()} == FILES


def test_what_a_person_turned_down_is_no_failure_and_is_asked_about_again(
    api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    api.pace = 0
    job = api.add("Tea", approvals=["storyboard"])
    api.play(job)
    assert main(["approve", job.video_id, "--reject", "--reason", "too dark", "--server", api.url]) == 0
    assert main(["watch", job.video_id, "--server", api.url]) == 1
    line = "turned down: the storyboard was refused: too dark; `spotworks retry video001` asks you again"
    assert capsys.readouterr().err == f"{line}\n"
    assert main(["jobs", "--server", api.url]) == 0
    printed = capsys.readouterr().out
    assert "turned down" in printed
    assert "video001: the storyboard was refused: too dark." in printed
    assert "failed" not in printed


def test_a_page_that_cannot_be_read_names_the_way_without_it() -> None:
    failure = {"stage": "ResearchProduct", "category": "research", "field": "url", "message": "No site at x.example."}
    assert failure_line(Story("video001", {"status": "failed", "failure": failure})) == (
        "failed in ResearchProduct (research: url): No site at x.example; "
        "say what it is in a prompt, or read it again with `spotworks retry video001`"
    )


def test_a_video_that_is_not_there_names_the_list() -> None:
    error = ApiError(404, "NotFound", "there is no video nope", "video_id")
    assert str(fault_of(error)) == "there is no video nope; `spotworks jobs` lists them"


def test_a_finished_video_says_how_to_change_it(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "Tea", "--server", api.url]) == 0
    assert capsys.readouterr().out.endswith('To change it: `spotworks revise video001 "slower, warmer"`.\n')


def test_a_refused_budget_is_bad_input(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.refusal = (422, {"error": "BudgetExceeded", "message": "budget: $0.01 is too little", "field": "budget"})
    assert main(["make", "Tea", "--server", api.url]) == 2
    assert capsys.readouterr().err == "spotworks: budget: $0.01 is too little\n"


def test_what_is_left_to_the_server_and_no_vendor_there_can_make_is_told(
    api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "can be used there, so that Spotworks makes them itself; `spotworks models` says what each needs"
    assert main(["make", "Tea", "--model", "auto", "--music-model", "auto", "--server", api.url]) == 0
    assert f"spotworks: auto: no vendor of clips or music {told}\n" in capsys.readouterr().err
    assert main(["make", "Tea", "--voice-model", "auto", "--model", "local", "--server", api.url]) == 0
    assert told not in capsys.readouterr().err


def test_a_key_that_this_shell_has_and_the_server_has_not_tells_to_start_it_anew(
    api: FakeApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "pika cannot be used: needs FAL_KEY; get it at https://fal.ai/dashboard/keys"
    api.refusal = (422, {"error": "ModelUnavailable", "message": said, "field": "model"})
    assert main(["make", "Tea", "--model", "pika", "--server", api.url]) == 2
    assert capsys.readouterr().err == f"spotworks: model: {said}\n"
    monkeypatch.setenv("FAL_KEY", "id:secret")
    assert main(["make", "Tea", "--model", "pika", "--server", api.url]) == 2
    hint = "this shell has FAL_KEY, but the server was started without: start it anew"
    assert capsys.readouterr().err == f"spotworks: model: {said}; {hint}\n"


def test_nobody_there_is_a_failure_that_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jobs", "--server", "http://127.0.0.1:9"]) == 1
    assert "no answer from http://127.0.0.1:9" in capsys.readouterr().err


def test_jobs_lists_the_newest_first(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.pace = 0
    api.play(api.add("A bottle"))
    api.add("A kettle")
    assert main(["jobs", "--server", api.url]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "A kettle" in lines[1]
    assert "queued" in lines[1]
    assert "A bottle" in lines[2]
    assert "$0.0018" in lines[2]
    assert main(["jobs", "--server", api.url, "--json", "--limit", "1"]) == 0
    assert [v["title"] for v in json.loads(capsys.readouterr().out)["videos"]] == ["A kettle"]


def test_watch_of_a_finished_video_tells_its_story(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.pace = 0
    job = api.add()
    api.play(job)
    assert main(["watch", job.video_id, "--server", api.url]) == 0
    printed = capsys.readouterr().out
    assert printed.count("Finished") == 1
    assert printed.index("Picture of scene 1") < printed.index("Writing captions") < printed.index("Finished")


def test_cancel_twice_says_that_there_is_nothing_to_cancel(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    job = api.add()
    assert main(["cancel", job.video_id, "--server", api.url]) == 0
    assert capsys.readouterr().out == "Cancelled video001.\n"
    assert main(["cancel", job.video_id, "--server", api.url]) == 1
    assert "there is nothing to cancel" in capsys.readouterr().err


def test_approve_answers_the_gate_that_waits(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.pace = 0
    job = api.add(approvals=["storyboard"])
    assert main(["approve", job.video_id, "--server", api.url]) == 1
    assert "does not wait for approval" in capsys.readouterr().err
    api.play(job)
    assert main(["approve", job.video_id, "--server", api.url]) == 0
    assert capsys.readouterr().out == "The storyboard of video001 was approved.\n"


def test_costs_of_a_month_are_told_by_job_or_by_what_is_asked_for(
    api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["costs", "--server", api.url]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["ID", "Lines", "Expected", "Spent", "Still", "out", "Perhaps", "charged"]
    assert lines[1] == ["video001", "2", "$0.58", "$0.60", "$0.28"]
    assert lines[2][:3] == ["All", "of", "2026-11"]
    assert main(["costs", "--by", "provider", "--month", "2026-10", "--server", api.url]) == 0
    printed = capsys.readouterr().out
    assert "(not told)" in printed
    assert "All of 2026-10" in printed
    assert main(["costs", "--by", "day", "--server", api.url]) == 0
    assert capsys.readouterr().out == "Nothing was bought in 2026-11.\n"


def test_costs_of_a_video_are_told_line_by_line(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    job = api.add()
    assert main(["costs", job.video_id, "--server", api.url]) == 0
    assert capsys.readouterr().out == "Nothing was bought for video001 yet.\n"
    job.planned = True
    assert main(["costs", job.video_id, "--server", api.url]) == 0
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "What Model Provider Expected Spent Still out Perhaps charged",
        "Clip of scene 1 hailuo_fast replicate $0.28 $0.30",
        "Clip of scene 2 hailuo_fast replicate $0.28",
        "Clip of scene 3 hailuo_fast replicate $0.28",
        "Render hailuo_fast local $0.0018 $0.0018",
        "All $0.2818 $0.3018 $0.28 $0.28",
    ]
    assert main(["costs", job.video_id, "--json", "--server", api.url]) == 0
    assert len(json.loads(capsys.readouterr().out)["lines"]) == 4


@pytest.mark.parametrize("columns", ["50", "80"])
def test_a_narrow_terminal_loses_no_column_and_no_digit(
    api: FakeApi, columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"COLUMNS": columns, "TTY_COMPATIBLE": "1", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    job = api.add()
    job.planned = True
    assert main(["costs", job.video_id, "--server", api.url]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[-2:]] == [
        ["Render", "hailuo_fast", "local", "$0.0018", "$0.0018"], ["All", "$0.2818", "$0.3018", "$0.28", "$0.28"],
    ]  # fmt: skip
    assert main(["modes"]) == 0
    assert "\nminimal_text " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--by", "tenant"], "by: must be job, phase, provider, model or day, not 'tenant'"),
        (["--month", "11/2026"], "month: must be a year and a month such as \"2026-11\", not '11/2026'"),
    ],
)
def test_costs_that_cannot_be_told_are_refused_before_anybody_is_asked(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["costs", *arguments]) == 2
    assert capsys.readouterr().err == f"spotworks: {line}\n"


def test_one_videos_costs_are_not_told_by_month(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["costs", api.add().video_id, "--by", "day", "--server", api.url]) == 2
    assert "by: goes without an ID: a video's costs are shown line by line" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["revise", "nobody", "warmer"], ["revise", "nobody", " "], ["storyboard", "nobody", "--line", "x"],
        ["storyboard", "nobody", "--scene", "2"], ["approve", "nobody", "--gate", "x"],
        ["costs", "nobody", "--by", "x"],
        ["concepts", "nobody", "--reason", "x"], ["export", "nobody", "--format", "x"], ["retry", "nobody"],
        ["watch", "nobody"], ["cancel", "nobody"],
        ["approve", "nobody"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_id_that_nobody_knows_is_said_before_all_else_that_is_wrong(
    api: FakeApi, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    assert main([*wrong, "--server", api.url]) == 2
    assert capsys.readouterr().err == "spotworks: there is no video nobody; `spotworks jobs` lists them\n"


def test_what_was_kept_is_forgotten_by_kind(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "sounds/voice", "--server", api.url]) == 0
    assert capsys.readouterr().out == "Forgot 2 things of sounds/voice.\n"
    assert main(["forget", "sounds/voice", "--json", "--server", api.url]) == 0
    assert json.loads(capsys.readouterr().out) == {"prefix": "sounds/voice", "forgotten": 2}


def test_forget_without_a_kind_only_tells_what_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed] == ["Kind", "research", "critiques", "sounds", "made", "all"]
    assert main(["forget", "--json"]) == 0
    assert [one["days"] for one in json.loads(capsys.readouterr().out)["caches"]] == [1, None, 30, 30]


def test_what_cannot_be_forgotten_is_refused_before_anybody_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "videos"]) == 2
    assert capsys.readouterr().err.startswith("spotworks: kind: must begin with research, critiques, sounds, made")


def test_a_fresh_video_is_asked_for_in_its_brief(api: FakeApi, tmp_path: Path) -> None:
    for options in ([], ["--fresh"]):
        main(["make", "A red mug", *options, "--out", str(tmp_path), "--server", api.url])
    assert ["fresh" in brief for brief, _ in api.keys.values()] == [False, True]


def test_the_daily_brief_is_set_shown_and_stopped(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["daily", "--server", api.url]) == 0
    assert main(["daily", "--set", "A tip about tea", "--duration", "15", "--server", api.url]) == 0
    assert api.daily == {"prompt": "A tip about tea", "duration": "15"}
    assert main(["daily", "--off", "--server", api.url]) == 0
    assert api.daily is None
    assert capsys.readouterr().out.splitlines() == [
        "No daily video is set: spotworks daily --set PROMPT",
        "Every day: A tip about tea",
        "No daily video is set: spotworks daily --set PROMPT",
    ]


def test_ctrl_c_cancels_the_job_and_ends_with_130(api: FakeApi, tmp_path: Path) -> None:
    api.pace = 30  # stays at its first step
    # In the background of a script SIGINT is ignored, and that is inherited.
    heard = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heard}; from local.cli import main; sys.exit(main())"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    process = subprocess.Popen(
        [*command, "make", "Tea", "--server", api.url], env=environment, cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert any("admission" in line for line in process.stdout)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Cancelled video001." in err
    assert "Traceback" not in err
    assert api.jobs["video001"].status == "cancelled"


def test_doctor_finds_what_this_machine_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--state", str(tmp_path), "--json"]) == 0
    findings = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert findings["FFmpeg"]["ok"]
    assert findings["FFmpeg"]["found"].startswith("ffmpeg version")


def test_help_imports_nothing_heavy() -> None:
    heavy = "{'httpx', 'boto3', 'pydantic', 'rich.live', 'websockets', 'moto'}"
    code = f"from local.cli import main; main(['--help']); import sys; print(sorted({heavy} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_without_its_fonts_the_command_says_which_is_missing(tmp_path: Path) -> None:
    """Every entry: what is drawn, what is burned, and the doctor."""
    root = Path(__file__).parents[2]
    bare = tmp_path / "layers/spotworks/python/spotworks"
    shutil.copytree(root / "layers/spotworks/python/spotworks", bare, ignore=shutil.ignore_patterns("*.ttf"))
    film = [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "color=s=180x320:d=1", tmp_path / "film.mp4"]
    subprocess.run(film, check=True)
    (tmp_path / "said.txt").write_text("Hello there.")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(bare.parent), str(root)])}
    captions = ["captions", "film.mp4", "--script", "said.txt", "--burn"]
    for arguments in (captions, ["modes", "--preview", "--only", "minimal_text"], ["doctor"]):
        run = [sys.executable, "-c", "from local.cli import main; raise SystemExit(main())", *arguments]
        done = subprocess.run(run, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert "the font Montserrat-ExtraBold.ttf is not in" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
