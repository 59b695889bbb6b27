"""Veo on Vertex AI, against its fake; and the fake against Google's own SDK (google-genai 3.6, google-auth)."""

import json
from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.google.vertex import Vertex
from spotworks.errors import (
    ModelUnavailable,
    ProviderRejected,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.rows import MODELS

MODEL = MODELS["veo_lite"]
PATH = "/vertex/v1/projects/spots/locations/us-central1/publishers/google/models/veo-3.1-lite-generate-001"


@cache
def private_key():
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def pem_of(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def service_account(**about):
    found = {"project_id": "spots", "client_email": "a@spots.example", "private_key_id": "1"}
    return json.dumps(found | {"private_key": pem_of(private_key())} | about)


def at(shop, **secrets):
    given = {"GOOGLE_SERVICE_ACCOUNT": service_account(), "GOOGLE_CLOUD_LOCATION": ""}
    return account_at(shop, "vertex", **(given | secrets))


@pytest.fixture
def vertex(shop):
    return Vertex(at(shop))


def wanted(**about):
    still = StillInput(content=png_of(36, 64), content_type="image/png")
    clip = {"kind": "clip", "model": MODEL, "prompt": "steam", "seconds": 4, "aspect": "9:16", "resolution": "720p"}
    return VendorRequest(**(clip | {"first_frame": still, "seed": 7} | about))


def test_a_clip_is_made_from_a_picture_and_a_prompt(shop, vertex, tmp_path):
    still = StillInput(content=png_of(36, 64), content_type="image/png")
    job = vertex.create(wanted(last_frame=still, references=(still,), negative_prompt="rain", sound=True))
    [work] = shop.paid.values()
    [instance] = work.body["instances"]
    assert instance.keys() == {"prompt", "image", "lastFrame", "referenceImages"}
    assert instance["referenceImages"] == [{"image": instance["image"], "referenceType": "ASSET"}]
    assert work.body["parameters"] == {
        "sampleCount": 1, "durationSeconds": 4, "aspectRatio": "9:16", "resolution": "720p", "negativePrompt": "rain",
        "seed": 7, "generateAudio": True,
    }  # fmt: skip
    assert shop.asked == [f"POST {PATH}:predictLongRunning"]
    done = vertex.poll(job, MODEL)
    download(done.outputs[0], tmp_path / "clip.mp4", allow=frozenset())
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("error", "name"),
    [
        ({"code": 3, "message": "The prompt violates our usage guidelines."}, "ModerationRefused"),
        ({"code": 3, "message": "Unsupported image"}, "ProviderRejected"),
        ({"code": 8, "message": "busy"}, "ProviderUnavailable"),
        ({"code": "odd"}, "ProviderUnavailable"),
    ],
)
def test_an_operations_error_is_told_by_code_and_prose(answers, error, name):
    answers.says({"name": "x", "done": True, "error": error})
    vertex = Vertex(answers.account("vertex", GOOGLE_SERVICE_ACCOUNT=service_account()))
    assert vertex.poll(VendorJob(id="x"), MODEL).error == name


def test_work_goes_on_until_it_is_done(shop, vertex):
    shop.seconds = 60
    job = vertex.create(wanted())
    vertex.cancel(job, MODEL)
    assert vertex.poll(job, MODEL).state == "running"
    with pytest.raises(ProviderRejected):
        vertex.poll(VendorJob(id="projects/spots/operations/none"), MODEL)
    with pytest.raises(ProviderRejected, match="no list"):
        vertex.find("key", MODEL)


def test_we_sign_in_with_a_token_that_google_auth_believes(answers):
    jwt = pytest.importorskip("google.auth.jwt")
    public = private_key().public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    answers.says({"name": "operations/1"})
    Vertex(answers.account("vertex", GOOGLE_SERVICE_ACCOUNT=service_account())).create(wanted())
    token = answers.headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, certs={"1": public}, audience="https://aiplatform.googleapis.com/")
    assert claims["iss"] == claims["sub"] == "a@spots.example"
    assert 0 < claims["exp"] - claims["iat"] <= 3_600


def elliptic():
    return pem_of(ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"needs GOOGLE_SERVICE_ACCOUNT; get it at https://console"),
        ("AIzaSecret", "must be the JSON"),
        ('["AIzaSecret"]', "must be the JSON"),
        ('{"project_id": "AIzaSecret"}', "with project_id, client_email, private_key"),
        (service_account(private_key="AIzaSecret"), "not a PEM key"),
        (service_account(private_key=elliptic()), "not an RSA key"),
    ],
    ids=["none", "no JSON", "no object", "fields missing", "no PEM", "no RSA"],
)
def test_an_account_that_cannot_sign_in_is_named_without_showing_it(text, said):
    with pytest.raises(ModelUnavailable, match=said) as caught:
        Vertex(Account(provider="vertex", secret=lambda name: text)).create(wanted())
    assert "AIzaSecret" not in str(caught.value)


def test_a_gateway_of_ones_own_gets_its_token(answers):
    answers.says({"name": "operations/1"})
    Vertex(answers.account("vertex", GOOGLE_SERVICE_ACCOUNT="opaque\n")).create(wanted())
    assert answers.headers["authorization"] == "Bearer opaque"


@pytest.mark.parametrize(
    ("location", "host"),
    [("", "us-central1-aiplatform.googleapis.com"), ("global", "aiplatform.googleapis.com"),
     ("europe-west4", "europe-west4-aiplatform.googleapis.com")],
)  # fmt: skip
def test_each_region_has_its_host(location, host):
    assert Vertex(Account(provider="vertex", secret=lambda name: location))._wire().base == f"https://{host}"


@pytest.fixture
def sdk(shop):
    genai = pytest.importorskip("google.genai")
    from google.oauth2.credentials import Credentials

    options = genai.types.HttpOptions(base_url=f"{shop.base}/vertex")
    return genai.Client(
        vertexai=True, project="spots", location="us-central1", credentials=Credentials(token="x"), http_options=options
    )


def asked(sdk, **config):
    from google.genai import types

    image = types.Image(image_bytes=png_of(36, 64), mime_type="image/png")
    source = types.GenerateVideosSource(prompt="steam", image=image)
    return sdk.models.generate_videos(
        model="veo-3.1-lite-generate-001", source=source, config=types.GenerateVideosConfig(**config)
    )


def test_the_vendors_own_sdk_understands_the_fake(sdk):
    done = sdk.operations.get(asked(sdk, aspect_ratio="9:16", duration_seconds=4, generate_audio=True))
    assert done.done
    assert done.response.generated_videos[0].video.video_bytes[4:8] == b"ftyp"


@pytest.mark.parametrize("wrong", [{"aspect_ratio": "1:1"}, {"duration_seconds": 5}, {"resolution": "480p"}])
def test_the_fake_refuses_what_veo_would(shop, sdk, wrong):
    with pytest.raises(Exception, match="INVALID_ARGUMENT"):
        asked(sdk, **wrong)
    assert shop.paid == {}
