"""The handlers that no state machine calls, with the events that AWS sends."""

import io
import json

import pytest
from moto.apigatewaymanagementapi.models import apigatewaymanagementapi_backends
from moto.core import DEFAULT_ACCOUNT_ID
from PIL import Image

from infra import catalogue
from spotworks import wiring
from spotworks.domain.brief import Brief
from spotworks.domain.keys import document_key
from tests.fakes.aws import make_table
from tests.fakes.handlers import Api, invoke, load_handler


@pytest.fixture(autouse=True)
def _empty_table(aws):
    make_table()


@pytest.fixture
def api(aws):
    return Api()


@pytest.fixture
def video(api):
    return api.call("POST", "/api/generate", {"prompt": "A red mug", "duration": 10}).json["video_id"]


def socket_event(route, connection="c1", body=None, **query):
    about = {"connectionId": connection, "routeKey": route}
    return {"requestContext": about, "queryStringParameters": query or None, "body": body}


def connect(api, video, connection):
    ticket = api.call("POST", "/api/tickets", {"video_id": video}).json["ticket"]
    return invoke("HandleSocket", socket_event("$connect", connection, ticket=ticket))


def received(connection):
    """The JSON messages that a connection got."""
    data = apigatewaymanagementapi_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].connections[connection].data.decode()
    found, decoder = [], json.JSONDecoder()
    while data:
        message, end = decoder.raw_decode(data)
        found.append(message)
        data = data[end:]
    return found


@pytest.mark.parametrize("function", catalogue.FUNCTIONS, ids=lambda f: f.name)
def test_every_function_has_a_handler(aws, function):
    assert callable(load_handler(function.name).handler)


def test_a_socket_opens_with_a_ticket_and_with_nothing_else(api, video):
    assert connect(api, video, "c1") == {"statusCode": 200}
    assert invoke("HandleSocket", socket_event("$connect", "c2", ticket="guess")) == {"statusCode": 403}
    assert invoke("HandleSocket", socket_event("$connect", "c3")) == {"statusCode": 403}
    assert wiring.watchers().watchers("acme", video) == ["c1"]


def test_a_socket_replays_what_was_missed(api, video):
    connect(api, video, "c4")
    assert (
        invoke("HandleSocket", socket_event("$default", "c4", '{"action": "replay", "after": 0}'))["statusCode"] == 200
    )
    assert [message["message"] for message in received("c4")] == ["Queued"]


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"after": "x"}', '{"after": Infinity}', '{"after": NaN}', '{"after": {}}']
)
def test_a_message_that_makes_no_sense_is_answered(api, video, body):
    connect(api, video, "c5")
    assert invoke("HandleSocket", socket_event("$default", "c5", body))["statusCode"] == 400


def test_a_socket_that_closes_is_forgotten(api, video):
    connect(api, video, "c6")
    assert invoke("HandleSocket", socket_event("$disconnect", "c6")) == {"statusCode": 200}
    assert wiring.watchers().watchers("acme", video) == []


def test_new_events_of_the_stream_are_pushed_and_nothing_else(api, video):
    connect(api, video, "c7")
    wiring.desk().jobs.record("acme", video, lambda job: job, "On it")
    items = [*wiring.desk().jobs._table.query(f"T#acme#J#{video}")]
    from spotworks.adapters.aws.table import pack

    records = [{"eventName": "INSERT", "dynamodb": {"NewImage": pack(item)}} for item in items]
    records += [{"eventName": "MODIFY", "dynamodb": {"NewImage": pack(item)}} for item in items]
    records.append({"eventName": "REMOVE", "dynamodb": {}})
    assert invoke("PushProgress", {"Records": records}) is None
    assert [message["message"] for message in received("c7")] == ["Queued", "On it"]


def test_a_picture_dropped_into_the_bucket_starts_a_job(aws):
    out = io.BytesIO()
    Image.effect_noise((400, 600), 60).convert("RGB").save(out, "JPEG")
    wiring.uploads().write("drop/acme/red mug.jpg", out.getvalue())
    event = {"detail": {"object": {"key": "drop/acme/red+mug.jpg", "etag": "e1"}}}
    found = invoke("AcceptUpload", event)
    assert invoke("AcceptUpload", event) == found
    [row] = wiring.desk().jobs.list("acme")
    assert (row.video_id, row.title) == (found["video_id"], "red mug")
    assert invoke("AcceptUpload", {"detail": {"object": {"key": "drop/loose.jpg"}}}) is None


def test_the_schedule_makes_one_a_day_and_by_hand_one_a_call(aws, api):
    api.call("PUT", "/api/daily", {"prompt": "A mug a day"})
    assert len(invoke("RunDaily", {"reason": "schedule"})["video_ids"]) == 1
    invoke("RunDaily", {"reason": "schedule"})
    invoke("RunDaily", {"reason": "now"})
    assert len(wiring.desk().jobs.list("acme")) == 2


def test_an_execution_that_was_stopped_interrupts_its_job(video):
    execution = wiring.desk().jobs.get("acme", video).execution
    job = {"tenant": "acme", "video_id": video, "request_id": "request-1", "attempt": 1}
    detail = {"status": "ABORTED", "input": json.dumps({"job": job}), "executionArn": execution, "cause": None}
    assert invoke("NoteExecutionEnded", {"detail": detail}) == {"changed": True}
    assert invoke("NoteExecutionEnded", {"detail": detail}) == {"changed": False}
    assert wiring.desk().jobs.get("acme", video).status == "interrupted"


def test_a_batch_job_of_somebody_else_is_passed_over(aws):
    assert invoke("NoteRenderEnded", {"detail": {"container": {"environment": []}}}) == {"changed": False}
    assert invoke("NoteRenderEnded", {"detail": {}}) == {"changed": False}


def test_the_first_states_run_through_their_handlers(video):
    job = {"tenant": "acme", "video_id": video, "request_id": "request-1", "attempt": 1}
    wanted = {"has_url": False, "approve_storyboard": False, "approve_final": False, "has_aligner": False}
    assert invoke("AdmitSpot", job) == wanted
    assert invoke("PrepareReferences", job) == {"pictures": 0, "footage": 0}
    invoke("AwaitApproval", job | {"gate": "final", "token": "t" * 30})
    assert wiring.desk().jobs.get("acme", video).gate == "final"
    brief = Brief.model_validate_json(wiring.work().read(document_key("acme", video, "brief.json")))
    assert brief.prompt == "A red mug"
    error = {"Error": "RenderFailed", "Cause": '{"errorMessage": "[StartRender] no"}'}
    assert invoke("FailSpot", job | {"error": error}) == {"error": "RenderFailed", "cause": "StartRender: no"}
