"""Bad input from outside, over HTTP and the command: the field is named, nothing is left, nothing is spent."""

import io
import json
import os
import socket
import struct
import subprocess
import sys
import zlib
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from local.cli import main
from tests.fakes.cloud import eventually
from tests.flows.conftest import PHOTO, SHORT, Client

pytestmark = pytest.mark.flow

TENANT = "careless-client"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def careless(cloud):
    """A tenant of its own, of whom nothing may be left in the end."""
    yield Client(cloud, TENANT)
    table = cloud.client("dynamodb").list_tables()["TableNames"][0]
    items = cloud.client("dynamodb").scan(TableName=table)["Items"]
    assert [item for item in items if TENANT in json.dumps(item, default=str)] == []


def send(client, body, method="POST", path="/api/generate", headers=JSON):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.http.request(method, path, content=content, headers=headers)


def refused(answer, status, field):
    """The message, which is one line that a person can act on."""
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error", "message", "field"}
    assert answer.json()["field"] == field
    message = answer.json()["message"]
    assert len(message) < 600
    assert len(message.splitlines()) == 1
    assert "Traceback" not in message
    return message


BRIEFS = {
    "empty": ({"prompt": ""}, "prompt"),
    "20,000 characters": ({"prompt": "x" * 20_000}, "prompt"),
    "emoji": ({"prompt": "😀🎉"}, "prompt"),
    "right to left": ({"prompt": "مرحبا بالعالم"}, "prompt"),
    "a brand right to left": (SHORT | {"brand": "שלום"}, "brand"),
    "not UTF-8": (b'{"prompt": "\xff\xfe mug"}', "body"),
    "UTF-16": ('{"prompt": "a mug"}'.encode("utf-16"), "body"),
    "a lone surrogate": (b'{"prompt": "a mug \\ud800"}', "prompt"),
    "broken JSON": (b'{"prompt": "a mug"', "body"),
    "a list": ([1, 2], "body"),
    "nothing": (b"", "body"),
    "100,000 brackets": (b"[" * 100_000, "body"),
    "a number of 5,000 digits": (b'{"prompt": "mug", "seed": ' + b"9" * 5_000 + b"}", "body"),
    "model": (SHORT | {"model": "dall-9"}, "model"),
    "language": (SHORT | {"language": "xx"}, "language"),
    "ratio": (SHORT | {"aspect": "3:1"}, "aspect"),
    "0 seconds": (SHORT | {"duration": 0}, "duration"),
    "1 second": (SHORT | {"duration": 1}, "duration"),
    "100,000 seconds": (SHORT | {"duration": 100_000}, "duration"),
    "NaN seconds": (b'{"prompt": "mug", "duration": NaN}', "duration"),
    "infinite seconds": (b'{"prompt": "mug", "duration": Infinity}', "duration"),
    "seconds in words": (SHORT | {"duration": "long"}, "duration"),
    "0 variations": (SHORT | {"variations": 0}, "variations"),
    "9 variations": (SHORT | {"variations": 9}, "variations"),
    "no budget": (SHORT | {"budget": 0}, "budget"),
    "a negative budget": (SHORT | {"budget": -1}, "budget"),
    "a NaN budget": (b'{"prompt": "mug", "budget": NaN}', "budget"),
    "a budget below the estimate": (SHORT | {"budget": "0.0001"}, "budget"),
    "an asset of nobody": (SHORT | {"reference_assets": ["nobody"]}, "reference_assets"),
    "an asset outside": (SHORT | {"reference_assets": ["../../local/a/x"]}, "reference_assets"),
    "a tenant": (SHORT | {"tenant": "local"}, "tenant"),
    "a file's url": (SHORT | {"url": "file:///etc/passwd"}, "url"),
}


@pytest.mark.parametrize(("body", "field"), BRIEFS.values(), ids=BRIEFS)
def test_a_bad_brief_is_refused_by_its_field(careless, body, field):
    message = refused(send(careless, body), 422, field)
    assert message.startswith(field)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_brief_that_is_not_called_json_is_refused(careless, kind):
    refused(send(careless, SHORT, headers={"content-type": kind}), 415, "body")


def too_long():
    for _ in range(161):
        yield b"x" * 65_536


@pytest.mark.parametrize("content", [b"x" * 10_500_000, too_long()], ids=["declared", "chunked"])
def test_a_body_over_10_mb_is_refused(careless, content):
    refused(careless.http.post("/api/generate", content=content, headers=JSON), 413, "body")


def test_a_wrong_method_says_which_are_right_and_a_wrong_address_where_to_look(careless):
    assert "this address takes POST" in refused(careless.http.put("/api/generate"), 404, None)
    assert "/docs" in refused(careless.http.get("/api/nothing"), 404, None)
    refused(careless.http.request("BREW", "/api/generate"), 405, None)


def test_headers_that_are_too_large_or_no_http_are_refused(cloud, careless):
    assert careless.http.get("/api/models", headers={"x": "y" * 1_000_000}).status_code in {400, 431}
    address = urlsplit(cloud.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
        wire.sendall(b"\x00\xff nonsense\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "video_id", ["unknown", "%2e%2e", "..%2f..%2fetc", "x" * 3_000, "a%23JOB", "%00", "%F0%9F%98%80"]
)
@pytest.mark.parametrize(("method", "rest"), [("GET", ""), ("DELETE", ""), ("POST", "/cancel"), ("POST", "/retry")])
def test_an_id_of_any_shape_is_just_unknown(careless, video_id, method, rest):
    answer = careless.http.request(method, f"/api/videos/{video_id}{rest}")
    assert answer.status_code == 404
    assert len(answer.json()["message"]) < 600


@pytest.mark.parametrize("path", ["..%2fpyproject.toml", "%2e%2e%2f%2e%2e%2fREADME.md", "%2fetc%2fpasswd", "%00"])
def test_no_file_but_the_pages_is_served(careless, path):
    assert careless.http.get(f"/static/{path}").status_code == 404


def test_another_tenants_video_and_picture_are_unknown(careless, finished):
    status, _ = finished
    video = status["video_id"]
    for method, rest in [("GET", ""), ("GET", "/events"), ("DELETE", ""), ("POST", "/cancel"), ("POST", "/retry")]:
        refused(careless.http.request(method, f"/api/videos/{video}{rest}"), 404, "video_id")
    refused(send(careless, {"gate": "final"}, path=f"/api/videos/{video}/approve"), 404, "video_id")
    refused(send(careless, {"video_id": video}, path="/api/tickets"), 404, "video_id")
    [asset] = httpx.post(f"{careless.cloud.url}/api/upload", files={"file": PHOTO.read_bytes()}).json()["asset_ids"]
    refused(send(careless, SHORT | {"reference_assets": [asset]}), 422, "reference_assets")


# Pictures


def png(width, height, pixels, *more):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *(chunk(*one) for one in more), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def picture(mode="RGB", kind="PNG", size=(320, 240), **about):
    out = io.BytesIO()
    grey = Image.radial_gradient("L").resize(size)
    colour = Image.merge("RGB", (grey, grey.transpose(Image.Transpose.ROTATE_180), grey.point(lambda v: v // 2)))
    if mode == "cut-out":
        colour.putalpha(grey.point(lambda v: 255 if v < 140 else 0))
    else:
        colour = colour.convert(mode)
    colour.save(out, kind, **about)
    return out.getvalue()


def animated(kind):
    frames = [Image.new("RGB", (80, 80), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


BOMB = zlib.compress(bytes(8_000_000))  # eight times what Pillow allows
PICTURES = {
    "1x1": (picture(size=(1, 1)), "1x1 pixels are too few"),
    "20,000x20,000": (png(20_000, 20_000, b""), "more pixels than can be taken"),
    "bomb in a profile": (png(200, 200, zlib.compress(bytes(601 * 200)), (b"iCCP", b"x\0\0" + BOMB)), "damaged"),
    "bomb in a comment": (png(200, 200, zlib.compress(bytes(601 * 200)), (b"zTXt", b"x\0\0" + BOMB)), "damaged"),
    "animated GIF": (animated("GIF"), "this is a GIF"),
    "animated WebP": (animated("WEBP"), "animated"),
    "animated PNG": (animated("PNG"), "animated"),
    "truncated JPEG": (PHOTO.read_bytes()[:20_000], "damaged or cut short"),
    "renamed text": (b"hello, this is no picture\n" * 50, "not a picture"),
    "nothing": (b"", "empty"),
    "all transparent": (png(100, 100, zlib.compress(bytes(301 * 100)), (b"tRNS", bytes(6))), "transparent"),
    "a strip": (picture(size=(2_000, 100)), "strip"),
}


@pytest.mark.parametrize(("content", "reason"), PICTURES.values(), ids=PICTURES)
def test_a_bad_picture_is_refused_by_its_name(careless, content, reason):
    answer = careless.http.post("/api/upload", files={"file": ("../../tmp/mug.jpg", content, "image/jpeg")})
    message = refused(answer, 422, "file")
    assert message.startswith("file: mug.jpg: ")
    assert reason in message


LOTTIE = {"v": "5.7", "fr": 30, "ip": 0, "op": 0, "w": 100, "h": 100, "layers": []}
BY_FORM = {
    "a text": ("image/png", b"no picture", {}, "reference_assets", "not a picture"),
    "a playlist": ("video/mp4", b"#EXTM3U\nfile:///etc/passwd\n", {"mode": "text_stock"}, "footage_assets", "playlist"),
    "no frames": (
        "application/json", json.dumps(LOTTIE).encode(), {"mode": "animation"}, "animation_assets", "shows no frames",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "about", "field", "reason"), BY_FORM.values(), ids=BY_FORM)
def test_what_cannot_be_used_of_what_a_form_took_fails_its_job_by_name_and_costs_nothing(
    client, kind, content, about, field, reason
):  # fmt: skip
    offer = send(client, {"filename": "mug", "content_type": kind, "size": 100}, path="/api/upload").json()
    sent = httpx.post(offer["upload"]["url"], data=offer["upload"]["fields"], files={"file": content})
    assert sent.status_code == 204
    video = client.generate(**about, **{field: offer["asset_ids"]})
    status = eventually(lambda: (s := client.status(video))["status"] == "failed" and s, 60)
    failure = status["failure"]
    assert (failure["category"], failure["error"], failure["field"]) == ("input", "AssetRejected", field)
    assert failure["message"].startswith(offer["asset_ids"][0])
    assert reason in failure["message"]
    assert float(status["cost_usd"]) == 0


def test_cmyk_transparency_and_a_prompt_of_several_scripts_work(client):
    """As far as a person would look at them: the storyboard, before anything is rendered."""
    contents = [picture("CMYK", "JPEG"), picture("cut-out"), picture("cut-out", "WEBP")]
    files = [("file", (f"{n}", content)) for n, content in enumerate(contents)]
    assets = client.http.post("/api/upload", files=files).json()["asset_ids"]
    asked = {"prompt": "The mug مرحبا שלום ☕ keeps tea warm", "approvals": ["storyboard"], "reference_assets": assets}
    video = client.generate(**asked)
    status = client.until(video, lambda status: status["status"] == "awaiting_approval")
    assert len(status["animatic_urls"]) == len(status["scenes"])
    assert client.http.post(f"/api/videos/{video}/cancel").status_code == 202


# The command

OPTIONS = {
    "empty": ([""], "prompt"),
    "20,000 characters": (["x" * 20_000], "prompt"),
    "emoji": (["😀"], "prompt"),
    "right to left": (["مرحبا"], "prompt"),
    "model": (["Tea", "--model", "dall-9"], "model"),
    "ratio": (["Tea", "--aspect", "3:1"], "aspect"),
    "NaN seconds": (["Tea", "--duration", "NaN"], "duration"),
    "9 variations": (["Tea", "--variations", "9"], "variations"),
    "no budget": (["Tea", "--budget", ""], "budget"),
    "a budget below the estimate": (["Tea", "--budget", "0.0001"], "budget"),
    "a renamed text": (["Tea", "--image", "notes.jpg"], "image"),
    "an empty image": (["Tea", "--image", "empty.jpg"], "image"),
}


@pytest.mark.parametrize(("arguments", "option"), OPTIONS.values(), ids=OPTIONS)
def test_the_command_refuses_in_one_line_and_ends_with_2(
    careless, arguments, option, tmp_path, monkeypatch, capsys
):  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPOTWORKS_TOKEN", f"tenant:{TENANT}")
    (tmp_path / "notes.jpg").write_text("no picture")
    (tmp_path / "empty.jpg").touch()
    assert main(["make", *arguments, "--server", careless.cloud.url]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith(f"spotworks: {option}: ")


def test_bytes_that_are_not_utf_8_are_refused_by_the_command(tmp_path):
    run = [sys.executable, "-c", "from local.cli import main; raise SystemExit(main())", "make", b"caf\xe9"]
    done = subprocess.run(run, capture_output=True, timeout=60, cwd=tmp_path, env=dict(os.environ), check=False)
    line = b"spotworks: prompt: is not valid UTF-8; check the terminal's encoding\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", line)
