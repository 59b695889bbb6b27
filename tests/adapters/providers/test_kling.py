"""Kling's own API, against its fake. There is no SDK; the format is that of inference-sh/grid api/klingai/docs."""

import time
from typing import Any

import httpx
import pytest

from local.vendors.answers import answering, until
from local.vendors.faults import Faults
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.kling import Kling, token
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.rows import MODELS

MODEL, TURBO = MODELS["kling_direct"], MODELS["kling_turbo_direct"]
STILL = StillInput(content=png_of(360, 640), content_type="image/png")


@pytest.fixture
def kling(shop):
    return Kling(account_at(shop, "kling"))


@pytest.fixture
def answer():
    with answering() as found:
        yield found


def wanted(**about: Any) -> VendorRequest:
    first = {"kind": "clip", "model": MODEL, "prompt": "steam rises", "seconds": 5, "aspect": "9:16"}
    return VendorRequest(**(first | {"resolution": "1080p"} | about))


def sent(shop) -> dict[str, Any]:
    [work] = shop.paid.values()
    return work.body


def test_the_token_is_one_that_others_can_read():
    jwt, jwk = pytest.importorskip("joserfc.jwt"), pytest.importorskip("joserfc.jwk")
    now = time.time()
    read = jwt.decode(
        token("the-access-key", "the secret of Kling", now=now), jwk.OctKey.import_key("the secret of Kling"), ["HS256"]
    )
    assert read.header == {"alg": "HS256", "typ": "JWT"}
    assert read.claims == {"iss": "the-access-key", "exp": int(now) + 1800, "nbf": int(now) - 5}


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (token("a", "a", now=time.time() - 1900), 1004), (token("a", "a", now=time.time() + 3600), 1003),
        (token("a", "b", now=time.time()), 1000), ("a.b.c", 1002), ("", 1001),
    ],
)  # fmt: skip
def test_the_fake_lets_nobody_in_with_another_token(shop, made, code):
    headers = {"Authorization": f"Bearer {made}"} if made else {}
    answer = httpx.get(f"{shop.base}/kling/v1/videos/text2video", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)


def test_a_clip_comes_down_to_its_file(shop, kling, tmp_path):
    shop.faults = Faults(script={"kling": ["wrong_length"]})  # a third of it takes a third of the time to make
    job = kling.create(wanted(model=TURBO, resolution="720p"))
    assert job.about == {"kind": "text2video"}
    download(kling.poll(job, TURBO).outputs[0], tmp_path / "clip", allow=account_at(shop, "kling").allow)
    assert (tmp_path / "clip").read_bytes()[4:8] == b"ftyp"


def test_only_what_is_asked_for_is_said(shop, kling):
    kling.create(wanted())
    assert {name: value for name, value in sent(shop).items() if name != "kind"} == {
        "model_name": "kling-v2-6", "prompt": "steam rises", "mode": "pro", "duration": "5", "aspect_ratio": "9:16",
        "sound": "off",
    }  # fmt: skip


def test_a_picture_goes_as_bare_base64_and_gives_the_clip_its_ratio(shop, kling):
    kling.create(wanted(first_frame=STILL, last_frame=STILL, sound=True))
    body = sent(shop)
    assert body["image"] == body["image_tail"]
    assert not body["image"].startswith("data:")
    assert "aspect_ratio" not in body
    assert body["sound"] == "off", "an end frame and sound exclude each other"
    assert shop.asked == ["POST /kling/v1/videos/image2video"]


def test_a_pictures_address_is_handed_on_where_there_is_one(shop, kling):
    kling.create(wanted(first_frame=STILL.model_copy(update={"url": "https://pictures.example/a.png"}), sound=True))
    assert (sent(shop)["image"], sent(shop)["sound"]) == ("https://pictures.example/a.png", "on")


def test_the_mode_is_that_of_the_resolution(shop, kling):
    kling.create(wanted(model=TURBO, resolution="720p"))
    assert sent(shop)["mode"] == "std"
    assert "sound" not in sent(shop), "this model knows none"


@pytest.mark.parametrize(
    "about",
    [
        {"prompt": ""}, {"prompt": "a" * 2501}, {"aspect": "4:5"}, {"seconds": 7}, {"resolution": "", "sound": True},
        {"first_frame": StillInput(content=png_of(200, 400), content_type="image/png")},
        {"first_frame": StillInput(content=png_of(301, 900), content_type="image/png")},
        {"first_frame": StillInput(content=b"no picture", content_type="image/png")},
    ],
    ids=["no prompt", "prompt", "ratio", "length", "sound in std", "small picture", "narrow picture", "no picture"],
)  # fmt: skip
def test_what_the_vendor_does_not_take_is_refused_by_name(shop, kling, about):
    with pytest.raises(ProviderRejected, match="1201"):
        kling.create(wanted(**about))
    assert not shop.paid


def test_a_key_of_ours_is_taken_once(shop, kling):
    kling.create(wanted(client_key="the-key"))
    with pytest.raises(ProviderRejected, match="external_task_id"):
        kling.create(wanted(client_key="the-key"))


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, 1000, KeyRejected), (401, 1004, KeyRejected), (403, 1103, KeyRejected), (429, 1304, KeyRejected),
        (429, 1101, CreditGone), (429, 1102, CreditGone), (200, 1102, CreditGone), (400, 1201, ProviderRejected),
        (404, 1203, ProviderRejected), (400, 1300, ModerationRefused), (400, 1301, ModerationRefused),
        (429, 1302, ProviderThrottled), (429, 1303, ProviderThrottled), (500, 5000, ProviderUnavailable),
        (503, 5001, ProviderUnavailable), (504, 5002, OutcomeUnknown), (200, 9999, OutcomeUnknown),
    ],
)  # fmt: skip
def test_the_code_says_more_than_the_status(answer, status, code, error):
    answer.status, answer.said = status, {"code": code, "message": "no", "request_id": "r", "data": {"task_id": "t"}}
    with pytest.raises(error) as caught:
        Kling(Account("kling", lambda name: "k", base=answer.base)).create(wanted())
    assert type(caught.value) is error
    assert len(answer.asked) == 1


def test_a_lost_call_is_looked_for_on_all_pages(answer):
    tasks = [{"task_id": str(n), "task_info": {"external_task_id": f"key {n}"}} for n in range(600)]

    def page(path: str, body: bytes) -> Any:
        number = int(path.partition("pageNum=")[2].partition("&")[0])
        return {"code": 0, "data": tasks[(number - 1) * 500 : number * 500] if "image2video" in path else []}

    answer.said, kling = page, Kling(Account("kling", lambda name: "k", base=answer.base))
    assert kling.find("key 550", MODEL) == VendorJob(id="550", about={"kind": "image2video"})
    assert kling.find("another", MODEL) is None
    tasks.extend([tasks[0]] * 2000)
    with pytest.raises(ProviderRejected, match="2,000"):
        kling.find("another", MODEL)


def test_what_failed_and_was_paid_for_all_the_same_is_not_called_free(answer):
    told = {"task_status": "failed", "task_status_msg": "no", "final_unit_deduction": "2"}
    answer.said, kling = {"code": 0, "data": told}, Kling(Account("kling", lambda name: "k", base=answer.base))
    assert kling.poll(VendorJob(id="t"), MODEL).cost_usd is None
    told["final_unit_deduction"] = "0"
    assert kling.poll(VendorJob(id="t"), MODEL).cost_usd == 0


@pytest.mark.parametrize(("units", "cost"), [("0", 0), ("2", None), (None, None)])
def test_a_task_that_succeeded_without_a_file_is_free_where_kling_says_so(answer, units, cost):
    answer.said = {"code": 0, "data": {"task_status": "succeed", "task_result": {}, "final_unit_deduction": units}}
    status = Kling(Account("kling", lambda name: "k", base=answer.base)).poll(VendorJob(id="t"), MODEL)
    assert (status.state, status.error, status.cost_usd) == ("failed", "DeliveryUnusable", cost)


def test_news_reaches_the_callback(shop, kling, answer):
    job = kling.create(wanted(callback=f"{answer.base}/hooks/kling/x"))
    assert until(lambda: answer.bodies)
    assert job.id.encode() in answer.bodies[0]
    kling.believe({}, answer.bodies[0], now=0)
