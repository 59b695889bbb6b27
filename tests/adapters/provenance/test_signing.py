"""A signed video: what it says, and what breaks it."""

import json
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local.cli.app import run
from spotworks.adapters.aws.files import S3Files
from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.provenance.certificates import own_certificate
from spotworks.adapters.provenance.keys import from_files, from_folder, from_kms
from spotworks.adapters.provenance.signing import C2paSigner, verified
from spotworks.domain.provenance import Chain, Part, kind_of
from spotworks.errors import ModelUnavailable, RenderFailed
from tests.fakes.aws import aws_in_memory, make_bucket

LOCAL = Part(what="Picture of scene 1", maker="local", kind="algorithmicMedia", key="t/a/cas/1.jpg")
PHOTO = Part(what="Photo 1", maker="the user", kind="digitalCapture", key="t/a/cas/0.jpg")
MODEL = Part(what="Clip of scene 1", maker="runway/gen4", kind="trainedAlgorithmicMedia", key="t/a/cas/2.mp4")
CHAIN = Chain(title="Кофе на каждый день", parts=(PHOTO, LOCAL, MODEL), encoder="libx264 veryfast crf 20")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plain") / "spot.mp4"
    subprocess.run(
        [str(find_ffmpeg()), "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=90x160:r=30:d=1",
         "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(out)],
        check=True,
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_certificate(tmp_path_factory.mktemp("state") / "signing")


@pytest.fixture(scope="module")
def signed(video: Path, keys: Path) -> Path:
    out = video.with_name("signed.mp4")
    C2paSigner(lambda: from_folder(keys)).sign(video, CHAIN, out)
    return out


def test_a_signed_video_names_each_part_its_maker_and_how_it_was_made(signed: Path) -> None:
    found = verified(signed)
    assert found.state == "valid"
    assert (found.title, found.signer) == (CHAIN.title, "Spotworks test signer")
    assert found.kind == "compositeWithTrainedAlgorithmicMedia"
    assert [(part.what, part.maker, part.kind, part.key) for part in found.parts] == [
        (part.what, part.maker, part.kind, part.key) for part in CHAIN.parts
    ]
    assert found.problems == ("signingCredential.untrusted",)


def test_it_is_trusted_where_its_authority_is_known(signed: Path, keys: Path) -> None:
    found = verified(signed, (keys / "anchor.pem").read_text())
    assert (found.state, found.problems) == ("trusted", ())


def test_a_video_without_models_is_a_plain_composite(video: Path, keys: Path, tmp_path: Path) -> None:
    C2paSigner(lambda: from_folder(keys)).sign(video, Chain(title="Local", parts=(LOCAL,)), tmp_path / "local.mp4")
    assert verified(tmp_path / "local.mp4").kind == "composite"


def test_it_is_valid_after_upload_and_download(signed: Path, tmp_path: Path) -> None:
    with aws_in_memory():
        bucket = S3Files(make_bucket("spotworks-published"))
        bucket.upload(signed, "t/a/spot.mp4", content_type="video/mp4")
        bucket.download("t/a/spot.mp4", tmp_path / "back.mp4")
    assert verified(tmp_path / "back.mp4").state == "valid"


def test_one_flipped_bit_breaks_it(signed: Path, tmp_path: Path) -> None:
    content = bytearray(signed.read_bytes())
    content[-1000] ^= 1
    (tmp_path / "flipped.mp4").write_bytes(content)
    found = verified(tmp_path / "flipped.mp4")
    assert found.state == "invalid"
    assert "assertion.bmffHash.mismatch" in found.problems


def test_a_remux_loses_it(signed: Path, tmp_path: Path) -> None:
    out = tmp_path / "remuxed.mp4"
    subprocess.run([find_ffmpeg(), "-v", "error", "-nostdin", "-i", signed, "-c", "copy", out], check=True)
    assert verified(out).state == "none"


def test_signing_changes_nothing_of_the_picture_and_keeps_the_index_first(video: Path, signed: Path) -> None:
    before, after = facts(video), facts(signed)
    assert after.faststart
    assert (before.frames, before.codec, before.tags, before.seconds) == (
        after.frames, after.codec, after.tags, after.seconds,
    )  # fmt: skip
    assert md5(video) == md5(signed)


def md5(video: Path) -> str:
    told = subprocess.run(
        [str(find_ffmpeg()), "-v", "error", "-nostdin", "-i", str(video), "-f", "md5", "-"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return told.stdout


def test_a_key_in_kms_signs_without_leaving_it(video: Path, keys: Path, tmp_path: Path) -> None:
    chain = (keys / "chain.pem").read_text()
    kms = Kms(keys / "key.pem")
    C2paSigner(lambda: from_kms(chain, "alias/spots", kms)).sign(video, CHAIN, tmp_path / "signed.mp4")
    assert verified(tmp_path / "signed.mp4").state == "valid"
    assert [call["SigningAlgorithm"] for call in kms.calls] == ["ECDSA_SHA_256"]


class Kms:
    """Answers as AWS does: DER over the digest that it is given."""

    def __init__(self, key: Path) -> None:
        self._key: Any = serialization.load_pem_private_key(key.read_bytes(), password=None)
        self.calls: list[dict[str, Any]] = []

    def sign(self, **call: Any) -> dict[str, bytes]:
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

        self.calls.append(call)
        assert call["MessageType"] == "DIGEST"
        return {"Signature": self._key.sign(call["Message"], ec.ECDSA(Prehashed(hashes.SHA256())))}


def test_the_identity_follows_the_certificate(keys: Path, tmp_path: Path) -> None:
    other = own_certificate(tmp_path / "other")
    one = C2paSigner(lambda: from_folder(keys)).identity
    assert one == C2paSigner(lambda: from_folder(keys)).identity
    assert one != C2paSigner(lambda: from_folder(other)).identity


def test_the_certificate_is_made_once_and_its_key_is_its_owners(tmp_path: Path) -> None:
    folder = own_certificate(tmp_path / "signing")
    before = (folder / "chain.pem").read_bytes()
    assert own_certificate(folder) == folder
    assert (folder / "chain.pem").read_bytes() == before
    assert stat.S_IMODE((folder / "key.pem").stat().st_mode) == 0o600


def rsa(folder: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa as algorithm

    secret = algorithm.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "key.pem").write_text("nothing"), "do not read"),
        (lambda folder: (folder / "chain.pem").unlink(), "do not read"),
        (rsa, "not a P-256 key"),
    ],
)
def test_a_key_that_cannot_be_used_is_said(
    keys: Path, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    folder = Path(shutil.copytree(keys, tmp_path / "keys"))
    spoil(folder)
    with pytest.raises(ModelUnavailable, match=words):
        from_files(folder / "chain.pem", folder / "key.pem")


def test_a_certificate_of_another_key_signs_nothing(video: Path, keys: Path, tmp_path: Path) -> None:
    other = own_certificate(tmp_path / "other")
    mixed = C2paSigner(lambda: from_files(keys / "chain.pem", other / "key.pem"))
    with pytest.raises(RenderFailed, match="signed"):
        mixed.sign(video, CHAIN, tmp_path / "signed.mp4")


@pytest.mark.parametrize("content", [b"", b"not a video"])
def test_what_is_no_video_is_not_signed_and_says_nothing(keys: Path, tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)
    with pytest.raises(RenderFailed):
        C2paSigner(lambda: from_folder(keys)).sign(broken, CHAIN, tmp_path / "signed.mp4")
    with pytest.raises(RenderFailed):
        verified(broken)


@pytest.mark.parametrize(
    ("spoil", "code", "state"),
    [(lambda film: film, 0, "trusted"), (lambda film: film[:-1000] + b"!" + film[-999:], 1, "invalid")],
)
def test_the_command_tells_by_its_exit_code(
    signed: Path, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    spoil: Callable[[bytes], bytes], code: int, state: str,
) -> None:  # fmt: skip
    (tmp_path / "film.mp4").write_bytes(spoil(signed.read_bytes()))
    arguments = ["verify", str(tmp_path / "film.mp4"), "--state", str(keys.parent)]
    assert run([*arguments, "--json"]) == code
    assert json.loads(capsys.readouterr().out)["state"] == state
    assert run(arguments) == code
    assert "Clip of scene 1     trainedAlgorithmicMedia, by runway/gen4" in capsys.readouterr().out


def test_the_command_says_that_a_video_is_not_signed(video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(video)]) == 1
    assert capsys.readouterr().out == "spot.mp4: not signed\n"


@pytest.mark.parametrize(
    ("arguments", "field"), [(["nowhere.mp4"], "video"), (["{video}", "--anchors", "nowhere.pem"], "anchors")]
)
def test_the_command_says_what_it_misses(
    video: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], field: str
) -> None:
    assert run(["verify", *(argument.format(video=video) for argument in arguments), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["field"] == field


def test_whoever_is_not_known_to_work_by_rules_counts_as_a_model() -> None:
    assert kind_of("espeak-ng") == "algorithmicMedia"
    assert kind_of("veo-3.1") == "trainedAlgorithmicMedia"
