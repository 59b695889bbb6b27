"""A whole job whose pictures, clips, voice, effects and music are bought, from vendors of which a third fails."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from local.launch import running
from spotworks.domain.casting import Casting
from spotworks.domain.keys import document_key
from tests.fakes.cloud import Cloud, running_cloud
from tests.flows.conftest import Client

pytestmark = pytest.mark.flow
BOUGHT = dict.fromkeys(("model", "image_model", "voice_model", "effects_model", "music_model"), "auto") | {"budget": 3}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with running_cloud(tmp_path_factory.mktemp("market") / "state", "--vendors", "fake", "--faults", "11") as cloud:
        yield cloud


def orders_of(cloud: Cloud, video_id: str) -> list[dict[str, Any]]:
    rows = cloud.resource("dynamodb").Table("spotworks").scan()["Items"]
    return [json.loads(row["doc"]) for row in rows if row["sk"].startswith("ORDER#") and video_id in row["pk"]]


def test_a_job_is_bought_and_made_whatever_fails_and_every_cent_is_booked(market):
    client = Client(market)
    video_id = client.generate(**BOUGHT)
    status = client.until(video_id, lambda s: s["status"] == "completed")
    assert status["status"] == "completed"

    body = market.client("s3").get_object(Bucket="spotworks-work", Key=document_key("local", video_id, "casting.json"))[
        "Body"
    ]
    links = Casting.model_validate_json(body.read()).links
    assert set(links) == {"clip", "image", "voice", "effects", "music"}

    costs = client.http.get(f"/api/videos/{video_id}/costs").json()
    lines = [line for line in costs["lines"] if line["provider"] != "local"]
    assert {line["state"] for line in lines} <= {"spent", "unconfirmed"}  # nothing is out when the job is over
    assert 0 < sum(Decimal(line["spent_usd"]) for line in lines) <= 3

    taken = httpx.get(f"{running(market.state).vendors}/shop").json()["taken"]
    assert {line["provider"] for line in lines} <= {work["provider"] for work in taken}
    orders = [order for order in orders_of(market, video_id) if order["began"]]
    sent = Counter(order["provider"] for order in orders)
    ordered = Counter(work["provider"] for work in taken if work["kind"] in {"clip", "image"})
    assert all(ordered[provider] <= sent[provider] for provider in ordered)  # none was asked twice for one order
    assert {order["phase"] for order in orders} <= {"done", "failed", "cancelled"}
    served = (market.state / "logs" / "ServeApi.log").read_text().splitlines()
    assert any("/hooks/" in line and '"status":200' in line for line in served)  # they call, and are believed
    log = [line for line in (market.state / "logs" / "TendOrder.log").read_text().splitlines() if video_id in line]
    assert {json.loads(line)["request_id"] for line in log if line.startswith("{")} == {orders[0]["request_id"]}
