"""A whole job that is planned, judged and made by vendors, of whose calls a third fails."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from local.launch import running
from local.vendors.repeats import repeated
from spotworks.domain.casting import Casting
from spotworks.domain.keys import document_key
from tests.fakes.cloud import Cloud, running_cloud
from tests.flows.conftest import Client

pytestmark = pytest.mark.flow
BOUGHT = dict.fromkeys(("image_model", "voice_model", "effects_model", "music_model"), "auto") | {
    "prompt": "A bright new trail shoe with a grippy sole", "model": "gen4_turbo", "budget": 3
}  # fmt: skip
"""Something is said, and the clips are silent, so that everything is to be bought."""


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPOTWORKS_LANGUAGE_MODEL", "claude_opus,gpt_sol,gemini_flash")
        with running_cloud(
            tmp_path_factory.mktemp("market") / "state", "--vendors", "fake", "--faults", "11777"
        ) as cloud:
            yield cloud


@pytest.fixture(scope="module")
def bought(market: Cloud) -> str:
    client = Client(market)
    video_id = client.generate(**BOUGHT)
    client.completed(video_id)
    return video_id


def ledger_of(cloud: Cloud, video_id: str) -> list[dict[str, Any]]:
    lines = Client(cloud).http.get(f"/api/videos/{video_id}/costs").json()["lines"]
    return [line for line in lines if line["provider"] != "local"]


def orders_of(cloud: Cloud, video_id: str) -> list[dict[str, Any]]:
    rows = cloud.resource("dynamodb").Table("spotworks").scan()["Items"]
    return [json.loads(row["doc"]) for row in rows if row["sk"].startswith("ORDER#") and video_id in row["pk"]]


def test_a_job_is_bought_and_made_whatever_fails_and_every_cent_is_booked(market, bought):
    body = market.client("s3").get_object(Bucket="spotworks-work", Key=document_key("local", bought, "casting.json"))[
        "Body"
    ]
    links = Casting.model_validate_json(body.read()).links
    assert set(links) == {"clip", "image", "voice", "effects", "music"}

    lines = ledger_of(market, bought)
    assert {line["state"] for line in lines} <= {"spent", "unconfirmed"}  # nothing is out when the job is over
    assert 0 < sum(Decimal(line["spent_usd"]) for line in lines) <= 3

    taken = httpx.get(f"{running(market.state).vendors}/shop").json()["taken"]
    assert repeated(taken).again == []
    assert {line["provider"] for line in lines} <= {work["provider"] for work in taken}
    orders = [order for order in orders_of(market, bought) if order["began"]]
    assert {order["phase"] for order in orders} <= {"done", "failed", "cancelled"}
    served = (market.state / "logs" / "ServeApi.log").read_text().splitlines()
    assert any("/hooks/" in line and '"status":200' in line for line in served)  # they call, and are believed
    log = [line for line in (market.state / "logs" / "TendOrder.log").read_text().splitlines() if bought in line]
    assert {json.loads(line)["request_id"] for line in log if line.startswith("{")} == {orders[0]["request_id"]}


def test_its_plan_is_by_the_vendors_that_answer_and_each_call_is_in_the_ledger(market, bought):
    """Of the seed's faults Anthropic's first two calls and OpenAI's first are struck: each state asks on."""
    lines = ledger_of(market, bought)
    by = {line["what"]: line["provider"] for line in lines if line["phase"] == "planning"}
    assert by == {"Strategy": "google", "Screenplay": "openai"}
    judged = [line for line in lines if line["phase"] == "judging"]
    assert judged
    assert all(Decimal(line["spent_usd"]) > 0 for line in lines if line["phase"] in {"planning", "judging"})
    assert not any("the rules plan" in event["message"] for event in Client(market).events(bought))
