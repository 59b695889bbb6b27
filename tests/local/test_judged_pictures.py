"""The machine's way round a picture: the states of the real flow, with a function that keeps its tokens for them."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.test_failures import states
from tests.fakes.cloud import Cloud
from tests.local.test_machines import ended, start, token

ASL = Path(__file__).parents[2] / "statemachines/make_spot.asl.json"
HOLD = "arn:aws:lambda:us-east-1:123456789012:function:Hold"
WAYS = {
    "drawn": ("DrawPicture", "PictureJudged", "NextPicture", "MorePictures", "KeepPicture", "FirstChunk"),
    "sketched": ("SketchPicture", "SketchJudged", "NextSketch", "MoreSketches", "KeepSketch", "PictureSketched"),
}


@pytest.fixture(scope="module", params=WAYS)
def machine(cloud: Cloud, request: pytest.FixtureRequest) -> str:
    first, *_, keep, done = WAYS[request.param]
    found = {name: state for name, state in states(json.loads(ASL.read_text())) if name in WAYS[request.param]}
    for name in (first, keep):
        payload = found[name]["Parameters"]["Payload"]
        found[name]["Parameters"] = {
            "FunctionName": HOLD,
            "Payload": {"name.$": payload.pop("video_id.$"), "token.$": payload.pop("token.$")},
        }
        assert payload.pop("error.$", "") == ("$.error" if name == keep else "")
        assert payload.pop("link.$", "") == ("$.drawn.link" if name == first else "")
    found[done] = {"Type": "Pass", "End": True}
    client = cloud.client("stepfunctions")
    client.create_state_machine(
        name=request.param,
        definition=json.dumps({"StartAt": first, "States": found}),
        roleArn="arn:aws:iam::123456789012:role/any",
    )
    return str(request.param)


class Picture:
    """An execution that waits for a picture. links: models that are tried for it."""

    def __init__(self, cloud: Cloud, machine: str, *, links: int = 1) -> None:
        self.cloud, self.name, self.asked = cloud, uuid.uuid4().hex, 0
        job = {"tenant": "acme", "video_id": self.name, "request_id": "", "attempt": 1}
        self.execution = start(cloud, machine, job=job, plan={"scene": 0, "pictures": links}, drawn={"link": 0})
        self.client = cloud.client("stepfunctions")

    def comes(self, **about: Any) -> None:
        self.client.send_task_success(taskToken=self._token(), output=json.dumps({"key": "k", "model": "m"} | about))

    def fails(self, error: str) -> None:
        self.client.send_task_failure(taskToken=self._token(), error=error, cause="{}")

    def ended(self) -> dict[str, Any]:
        return ended(self.cloud, self.execution)

    def _token(self) -> str:
        self.asked += 1
        return token(self.cloud, self.name, self.asked)


def test_a_picture_that_is_there_at_once_takes_its_state_once(cloud: Cloud, machine: str) -> None:
    picture = Picture(cloud, machine)
    picture.comes()
    assert picture.ended()["status"] == "SUCCEEDED"


def test_a_promised_picture_is_judged_by_the_same_state_until_it_is_done(cloud: Cloud, machine: str) -> None:
    picture = Picture(cloud, machine)
    picture.comes(promised=True)
    picture.comes(promised=True)
    picture.comes()
    assert picture.ended()["status"] == "SUCCEEDED"


def test_a_second_try_that_is_refused_ends_with_the_first(cloud: Cloud, machine: str) -> None:
    picture = Picture(cloud, machine)
    picture.comes(promised=True)
    picture.fails("ModerationRefused")
    picture.comes()
    output = json.loads(picture.ended()["output"])
    assert output["error"]["Error"] == "ModerationRefused"


def test_where_there_is_no_picture_at_all_the_execution_fails_by_its_reason(cloud: Cloud, machine: str) -> None:
    picture = Picture(cloud, machine)
    picture.fails("ProviderRejected")
    picture.fails("ProviderRejected")
    assert (shown := picture.ended())["status"] == "FAILED"
    assert shown["error"] == "ProviderRejected"


def test_a_model_that_refuses_gives_way_to_the_next_of_the_chain(cloud: Cloud, machine: str) -> None:
    picture = Picture(cloud, machine, links=2)
    picture.fails("ModerationRefused")
    picture.comes(promised=True)
    picture.comes()
    assert json.loads(picture.ended()["output"])["drawn"] == {"link": 1}
