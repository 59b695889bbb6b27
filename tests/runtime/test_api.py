"""The HTTP API, through the events that API Gateway sends."""

import io
import itertools
import json
import re
from decimal import Decimal

import pytest
from PIL import Image

from infra import catalogue
from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.domain.concepts import Concept, Concepts
from spotworks.domain.keys import document_key, upload_key
from spotworks.domain.research import References
from spotworks.ports import Spend
from spotworks.stages.await_approval import GateRequest, await_approval
from tests.fakes.handlers import Api
from tests.fakes.plans import make_screenplay, make_strategy

numbers = itertools.count()


@pytest.fixture(scope="module")
def api(aws):
    return Api()


@pytest.fixture
def rival(aws):
    return Api(tenant="rival")


def generate(api, body=None, key=None, **about):
    headers = {"idempotency-key": key or f"key-{next(numbers)}"}
    return api.call("POST", "/api/generate", {"prompt": "A red mug"} | about if body is None else body, headers)


@pytest.fixture
def video(api):
    return generate(api).json["video_id"]


def jpeg(width=64, height=64):
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def multipart(*parts, boundary="frontier"):
    """parts: name and content."""
    lines = []
    for name, content in parts:
        lines += [
            f"--{boundary}\r\n".encode(),
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n", content, b"\r\n",
        ]  # fmt: skip
    return b"".join([*lines, f"--{boundary}--\r\n".encode()]), {
        "content-type": f"multipart/form-data; boundary={boundary}"
    }


# Starting a video


def test_a_prompt_is_accepted_and_can_be_followed(api):
    answer = generate(api, title="Mugs", description="Warm", model="local", reference_assets=[])
    assert answer.status == 202
    assert answer.json["status"] == "queued"
    assert set(answer.json) == {"video_id", "video_ids", "status", "message", "estimate"}
    assert [item["what"] for item in answer.json["estimate"]["items"]] == ["Rendering", "Running the job"]
    status = api.call("GET", f"/api/status/{answer.json['video_id']}").json
    assert (status["status"], status["progress"], status["title"]) == ("queued", 0, "Mugs")
    assert {"current_phase", "animatic_urls", "stitched_video_url", "final_video_url", "cost_usd"} <= set(status)
    assert api.call("GET", f"/api/videos/{answer.json['video_id']}").json == status


def test_the_same_key_and_body_give_the_same_job_and_another_body_409(api):
    first = generate(api, key="mine")
    again = generate(api, key="mine")
    other = generate(api, key="mine", prompt="A blue mug")
    assert (again.status, again.json) == (202, first.json)
    assert other.status == 409
    assert other.json == {
        "error": "Conflict",
        "message": "this Idempotency-Key was used with another body",
        "field": "Idempotency-Key",
    }


def test_a_key_belongs_to_its_tenant(api, rival):
    assert generate(api, key="ours").json["video_id"] != generate(rival, key="ours").json["video_id"]


def test_variations_come_back_as_ids(api):
    answer = generate(api, variations=3).json
    assert len(set(answer["video_ids"])) == 3
    assert answer["video_id"] == answer["video_ids"][0]


BAD = {
    "an empty prompt": ({"prompt": ""}, "prompt"),
    "no prompt at all": ({}, "prompt"),
    "20,000 characters": ({"prompt": "x" * 20_000}, "prompt"),
    "only emoji": ({"prompt": "😀🎉"}, "prompt"),
    "right to left": ({"prompt": "مرحبا بالعالم"}, "prompt"),
    "half a surrogate pair": ({"prompt": "hi \ud800"}, "prompt"),
    "a prompt that is no text": ({"prompt": 5}, "prompt"),
    "an unknown model": ({"prompt": "a mug", "model": "dall-9"}, "model"),
    "an unknown language": ({"prompt": "a mug", "language": "xx"}, "language"),
    "an unknown ratio": ({"prompt": "a mug", "aspect": "3:1"}, "aspect"),
    "0 seconds": ({"prompt": "a mug", "duration": 0}, "duration"),
    "1 second": ({"prompt": "a mug", "duration": 1}, "duration"),
    "100,000 seconds": ({"prompt": "a mug", "duration": 100_000}, "duration"),
    "NaN as text": ({"prompt": "a mug", "duration": "nan"}, "duration"),
    "NaN as JSON has it not": ({"prompt": "a mug", "duration": float("nan")}, "duration"),
    "a duration that is true": ({"prompt": "a mug", "duration": True}, "duration"),
    "a duration that is nothing": ({"prompt": "a mug", "duration": None}, "duration"),
    "infinity": ({"prompt": "a mug", "duration": float("inf")}, "duration"),
    "a number of a billion digits": ({"prompt": "a mug", "duration": "1e999999999"}, "duration"),
    "no variations": ({"prompt": "a mug", "variations": 0}, "variations"),
    "9 variations": ({"prompt": "a mug", "variations": 9}, "variations"),
    "no budget": ({"prompt": "a mug", "budget": 0}, "budget"),
    "a budget below the estimate": ({"prompt": "a mug", "budget": "0.0001"}, "budget"),
    "a budget that is no number": ({"prompt": "a mug", "budget": "NaN"}, "budget"),
    "a picture nobody uploaded": ({"prompt": "a mug", "reference_assets": ["nothing"]}, "reference_assets"),
    "a picture outside": ({"prompt": "a mug", "reference_assets": ["../../rival/a/x"]}, "reference_assets"),
    "a prompt that rules cannot read": ({"prompt": "مرحبا بكم"}, "prompt"),
    "a call to action in emoji": ({"prompt": "a mug", "call_to_action": "🎉"}, "call_to_action"),
    "nine pictures": ({"prompt": "a mug", "reference_assets": ["x"] * 9}, "reference_assets"),
    "a url without a site": ({"url": "http://"}, "url"),
    "a url of a file": ({"url": "file:///etc/passwd"}, "url"),
    "a tenant in the body": ({"prompt": "a mug", "tenant": "rival"}, "tenant"),
    "a list": ([1], "body"),
    "a text": ("hello", "body"),
    "no JSON": (b"{bad", "body"),
    "a byte order mark": (b'\xef\xbb\xbf{"prompt": "a mug"}', "body"),
    "a name of 5,000 characters": ({"prompt": "a mug", "x" * 5_000: 1}, "x" * 60),
    "nothing": (b"", "body"),
    "bytes that are no UTF-8": (b'{"prompt": "\xff\xfe mug"}', "body"),
    "Cyrillic in another encoding": ('{"prompt": "кружка"}'.encode("cp1251"), "body"),
    "a number of 5,000 digits": (b'{"prompt": "mug", "seed": ' + b"9" * 5_000 + b"}", "body"),
    "lists in lists in lists": (b"[" * 100_000, "body"),
}


@pytest.mark.parametrize(("body", "field"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_the_field_at_fault_and_nothing_is_left(api, body, field):
    before = api.call("GET", "/api/videos").json
    answer = generate(api, body)
    assert answer.status == 422
    assert answer.json["error"] in {"InvalidRequest", "BudgetExceeded"}
    assert answer.json["field"] == field
    assert answer.json["message"].startswith(field)
    assert len(answer.text) < 1_000
    assert not re.search("Input should|parse|Fraction|validation|dictionary", answer.json["message"])
    assert api.call("GET", "/api/videos").json == before


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/xml"]
)
def test_a_body_that_is_not_called_json_is_refused_by_its_header(api, kind):
    answer = api.call("POST", "/api/generate", b'{"prompt": "A red mug"}', {"content-type": kind})
    assert (answer.status, answer.json["field"]) == (415, "body")
    assert "Content-Type: application/json" in answer.json["message"]


def test_what_is_stored_in_another_form_is_not_called_the_clients_fault(api, video):
    wiring.desk().work.write(document_key("acme", video, "screenplay.json"), b'{"colour": 1}')
    answer = api.call("GET", f"/api/status/{video}")
    assert (answer.status, answer.json["error"], answer.json["field"]) == (500, "InternalError", None)
    assert len(answer.json["message"].splitlines()) == 1


def test_the_longest_prompt_and_both_languages_are_taken(api):
    assert generate(api, prompt="word " * 999).status == 202
    assert generate(api, prompt="Кружка, которая держит тепло", language="ru").status == 202
    assert generate(api, json.dumps({"prompt": "café ☕ 😀"}, ensure_ascii=False).encode()).status == 202


def test_a_key_of_any_length_is_no_crash(api):
    answer = generate(api, key="k" * 300)
    assert (answer.status, answer.json["field"].lower()) == (422, "idempotency-key")


# Following and changing


def test_the_story_is_told_by_events(api, video):
    events = api.call("GET", f"/api/videos/{video}/events").json["events"]
    assert [(event["seq"], event["message"]) for event in events] == [(1, "Queued")]
    assert api.call("GET", f"/api/videos/{video}/events", after="1").json["events"] == []


def test_the_list_goes_on_where_it_ended(aws):
    api = Api(tenant="lister")
    made = [generate(api).json["video_id"] for _ in range(3)]
    first = api.call("GET", "/api/videos", limit="2").json
    second = api.call("GET", "/api/videos", limit="2", before=first["next"]).json
    assert sorted(row["video_id"] for row in first["videos"] + second["videos"]) == sorted(made)
    assert second["next"] is None


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"before": "x" * 101}])
def test_a_bad_page_is_refused_by_its_name(api, query):
    answer = api.call("GET", "/api/videos", **query)
    assert (answer.status, answer.json["field"]) == (422, *query)


def test_cancel_then_retry(api, video):
    cancelled = api.call("POST", f"/api/videos/{video}/cancel")
    assert (cancelled.status, cancelled.json["status"]) == (202, "cancelled")
    assert api.call("POST", f"/api/videos/{video}/cancel").status == 409
    retried = api.call("POST", f"/api/videos/{video}/retry")
    assert (retried.status, retried.json["status"]) == (202, "queued")
    assert api.call("POST", f"/api/videos/{video}/retry").status == 409
    assert api.call("GET", f"/api/status/{video}").json["attempt"] == 2


def test_a_gate_that_nobody_waits_at_is_refused(api, video):
    answer = api.call("POST", f"/api/videos/{video}/approve", {"gate": "storyboard"})
    assert (answer.status, answer.json["field"]) == (409, "gate")
    answer = api.call("POST", f"/api/videos/{video}/approve", {"gate": "side"})
    assert (answer.status, answer.json["field"]) == (422, "gate")


def test_a_gate_is_opened(api, video):
    job = JobRef(tenant="acme", video_id=video)
    await_approval(GateRequest(**job.model_dump(), gate="storyboard", token="t" * 20), desk=wiring.desk())
    assert api.call("GET", f"/api/status/{video}").json["gate"] == "storyboard"
    answer = api.call("POST", f"/api/videos/{video}/approve", {"gate": "storyboard", "approved": True})
    assert (answer.status, answer.json["status"], answer.json["message"]) == (202, "running", "Approved.")


def test_concepts_are_shown_others_asked_for_and_one_chosen(api, video):
    path, job = f"/api/videos/{video}/concepts", JobRef(tenant="acme", video_id=video)
    assert api.call("GET", path).status == 409
    assert api.call("POST", path).status == 409
    option = Concept(strategy=make_strategy(), score=8.5, why=("plain (+2)",))
    wiring.desk().write(job, "strategies.json", Concepts(options=(option, option)))
    await_approval(GateRequest(**job.model_dump(), gate="concept", token="t" * 20), desk=wiring.desk())
    shown = api.call("GET", path).json
    assert (shown["gate"], shown["more"], shown["concepts"][1]["hook"]) == ("concept", 2, "Cold coffee again?")
    approve = f"/api/videos/{video}/approve"
    for bad in ({}, {"concept": 3}, {"concept": 0}, {"concept": 5}):
        answer = api.call("POST", approve, {"gate": "concept"} | bad)
        assert (answer.status, answer.json["field"]) == (422, "concept")
    assert api.call("POST", approve, {"gate": "concept", "concept": 1, "reason": "x" * 301}).status == 422
    asked = api.call("POST", path)
    assert (asked.status, asked.json["status"]) == (202, "running")
    await_approval(GateRequest(**job.model_dump(), gate="concept", token="u" * 20), desk=wiring.desk())
    answer = api.call("POST", approve, {"gate": "concept", "concept": 2, "reason": "closest to us"})
    assert (answer.status, answer.json["message"]) == (202, "Approved.")
    told = api.call("GET", f"/api/videos/{video}/events").json["events"][-1]["message"]
    assert told == "Chosen: concept 2 of 2, by a person: closest to us; 8.5 of 10"


def test_only_a_finished_video_takes_feedback_and_the_remark_is_checked(api, video):
    answer = api.call("POST", f"/api/videos/{video}/feedback", {"remark": "warmer"})
    assert (answer.status, answer.json["field"]) == (409, "video_id")
    assert "only a finished one can be revised" in answer.json["message"]
    for bad in ({"remark": ""}, {"remark": "x" * 5_001}, {}, {"remark": "warmer", "dry_run": "perhaps"}):
        answer = api.call("POST", f"/api/videos/{video}/feedback", bad)
        assert (answer.status, answer.json["field"]) == (422, "dry_run" if "dry_run" in bad else "remark")


def test_a_remark_on_a_finished_video_begins_the_next_iteration(api, video):
    job = JobRef(tenant="acme", video_id=video)
    for name, document in (("screenplay.json", make_screenplay(30)), ("references.json", References())):
        wiring.desk().write(job, name, document)
    wiring.desk().jobs.update("acme", video, lambda j: j.model_copy(update={"status": "completed"}))
    told = api.call("POST", f"/api/videos/{video}/feedback", {"remark": "warmer, make it pop", "dry_run": True})
    assert (told.status, told.json["video_id"], told.json["iteration"]) == (200, "", 2)
    assert told.json["not_done"] == ["“make it pop”: not understood"]
    assert {"where": "scenes 1-2", "what": "picture", "before": "", "after": "Warmer light and colours."} in told.json[
        "differences"
    ]
    headers = {"idempotency-key": f"key-{next(numbers)}"}
    made = api.call("POST", f"/api/videos/{video}/feedback", {"remark": "warmer"}, headers)
    assert made.status == 202
    assert api.call("POST", f"/api/videos/{video}/feedback", {"remark": "warmer"}, headers).json == made.json
    status = api.call("GET", f"/api/status/{made.json['video_id']}").json
    assert (status["creative"], status["iteration"], status["parent"]) == (video, 2, video)
    assert status["scenes"][0]["voice_over"] == "Line number 0."


def test_a_scene_is_edited_while_its_storyboard_waits(api, video):
    assert api.call("GET", f"/api/videos/{video}/storyboard").status == 409
    job = JobRef(tenant="acme", video_id=video)
    for name, document in (("screenplay.json", make_screenplay(30)), ("references.json", References())):
        wiring.desk().write(job, name, document)
    path = f"/api/videos/{video}/scenes/2"
    assert api.call("PATCH", path, {"line": "Too early."}).status == 409
    await_approval(GateRequest(**job.model_dump(), gate="storyboard", token="t" * 20), desk=wiring.desk())
    for bad, field in (({"headline": "☕"}, "headline"), ({"line": "x" * 601}, "line"), ({"colour": 1}, "colour")):
        answer = api.call("PATCH", path, bad)
        assert (answer.status, answer.json["field"]) == (422, field)
    assert api.call("PATCH", f"/api/videos/{video}/scenes/9", {"line": "x"}).status == 404
    assert api.call("PATCH", f"/api/videos/{video}/scenes/x", {"line": "x"}).status == 422
    board = api.call("GET", f"/api/videos/{video}/storyboard").json
    assert (board["gate"], len(board["scenes"]), board["scenes"][1]["line"]) == ("storyboard", 2, "Line number 1.")
    assert board["to_make"][-1]["what"] == "Render and checks"
    edited = api.call("PATCH", path, {"line": "Other words."})
    assert (edited.status, edited.json["status"]) == (202, "running")
    assert api.call("GET", f"/api/videos/{video}/storyboard").json["scenes"][1]["line"] == "Other words."
    assert api.call("PATCH", path, {"line": "Again."}).status == 409


def test_a_deleted_video_is_gone(api, video):
    assert api.call("DELETE", f"/api/videos/{video}").status == 204
    assert api.call("GET", f"/api/status/{video}").status == 404
    assert video not in api.call("GET", "/api/videos").text


WAYS = [
    ("GET", "/api/status/{}"),
    ("GET", "/api/videos/{}"),
    ("GET", "/api/videos/{}/events"),
    ("GET", "/api/videos/{}/media"),
    ("GET", "/api/videos/{}/concepts"),
    ("POST", "/api/videos/{}/concepts"),
    ("DELETE", "/api/videos/{}"),
    ("POST", "/api/videos/{}/cancel"),
    ("POST", "/api/videos/{}/retry"),
    ("POST", "/api/videos/{}/approve"),
    ("POST", "/api/videos/{}/feedback"),
    ("GET", "/api/videos/{}/storyboard"),
    ("PATCH", "/api/videos/{}/scenes/1"),
]


@pytest.mark.parametrize(("method", "path"), WAYS, ids=[" ".join(way) for way in WAYS])
def test_another_tenants_video_and_an_unknown_one_are_told_apart_by_nobody(api, rival, video, method, path):
    body = {"approve": {"gate": "final"}, "feedback": {"remark": "warmer"}, "1": {"line": "x"}}.get(
        path.rsplit("/", 1)[1]
    )
    theirs = rival.call(method, path.format(video), body)
    unknown = rival.call(method, path.format("0" * 16), body)
    assert theirs.status == unknown.status == 404
    assert theirs.text.replace(video, "0" * 16) == unknown.text
    assert api.call("GET", f"/api/status/{video}").json["status"] == "queued"


@pytest.mark.parametrize("video_id", ["nope", "..", "a b", "x" * 1_000, "%23", "J#1"])
def test_an_id_of_any_shape_is_just_unknown(api, video_id):
    answer = api.call("GET", f"/api/status/{video_id}")
    assert (answer.status, answer.json["error"]) == (404, "NotFound")


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", "/api/generate"), ("GET", "/api/generate"), ("PUT", "/api/videos"), ("GET", "/api/x")],
)
def test_a_wrong_method_or_address_is_refused_in_the_same_form(api, method, path):
    answer = api.call(method, path)
    assert answer.status in {404, 405}
    assert set(answer.json) == {"error", "message", "field"}


def test_a_ticket_for_the_socket_is_single_use(api, rival, video):
    answer = api.call("POST", "/api/tickets", {"video_id": video}).json
    assert answer["url"] == "wss://socket.example"
    assert wiring.watchers().redeem(answer["ticket"], "c1") == ("acme", video)
    assert wiring.watchers().redeem(answer["ticket"], "c2") is None
    assert rival.call("POST", "/api/tickets", {"video_id": video}).status == 404


def test_models_are_listed_with_what_they_lack_here(api, monkeypatch):
    monkeypatch.setenv("REPLICATE_API_TOKEN", "r8_x")
    found = {model["id"]: model for model in api.call("GET", "/api/models").json["models"]}
    assert found["local"]["available"]
    assert found["hailuo_fast"]["available"]
    assert found["gen4_turbo"]["why_not"] == "needs RUNWAYML_API_SECRET; get it at https://dev.runwayml.com"
    assert found["sora_2"]["why_not"] == "Sora was shut down on 2026-09-24; use gemini_omni"
    assert found["hailuo_fast"]["prices"][0]["usd"] == "0.19"


def test_models_can_be_asked_for_by_what_they_make(api):
    found = api.call("GET", "/api/models", makes="music").json["models"]
    assert {"local", "lyria", "elevenlabs_music"} <= {model["id"] for model in found}
    assert all("music" in model["makes"] for model in found)
    refused = api.call("GET", "/api/models", makes="tea")
    assert (refused.status, refused.json["field"]) == (422, "makes")


def test_costs_are_the_tenants_own_by_what_is_asked_for(api, rival, video):
    ledger, at = wiring.desk().ledger, wiring.desk().clock.now().isoformat()
    ledger.reserve("acme", f"{video}#1", Decimal(1))
    about = {"what": "Clip", "model": "hailuo", "provider": "replicate", "at": at, "estimate": Decimal("0.28")}
    ledger.spend("acme", f"{video}#1", Spend(spend_id="a", video_id=video, amount=Decimal("0.30"), **about))
    ledger.set_aside("acme", f"{video}#1", Spend(spend_id="b", video_id=video, amount=Decimal(0), **about))
    sums = {"lines": 2, "estimate_usd": "0.28", "spent_usd": "0.30", "held_usd": "0.28", "unconfirmed_usd": "0"}
    assert api.call("GET", "/api/costs", group="provider").json == {
        "month": at[:7], "group": "provider", "groups": [{"name": "replicate"} | sums], "total": {"name": ""} | sums,
    }  # fmt: skip
    assert api.call("GET", "/api/costs", month=at[:7]).json["groups"] == [{"name": video} | sums]
    assert api.call("GET", "/api/costs", month="2020-01").json["groups"] == []
    assert rival.call("GET", "/api/costs").json["groups"] == []
    mine = api.call("GET", f"/api/videos/{video}/costs").json
    assert [(line["state"], line["spent_usd"]) for line in mine["lines"]] == [("spent", "0.30"), ("held", "0")]
    assert rival.call("GET", f"/api/videos/{video}/costs").status == 404


@pytest.mark.parametrize(("field", "value"), [("month", "2026-13"), ("month", "11/2026"), ("group", "tenant")])
def test_costs_of_no_month_or_group_are_refused_by_name(api, field, value):
    answer = api.call("GET", "/api/costs", **{field: value})
    assert (answer.status, answer.json["field"]) == (422, field)


def test_a_cache_is_forgotten_by_prefix_for_the_tenant_alone(api, rival):
    for tenant in ("acme", "rival"):
        wiring.work().write(f"t/{tenant}/research/page.json", b"{}", content_type="application/json")
    assert api.call("DELETE", "/api/cache", prefix="research").json == {"prefix": "research", "forgotten": 1}
    assert api.call("DELETE", "/api/cache", prefix="research").json["forgotten"] == 0
    assert rival.call("DELETE", "/api/cache", prefix="all").json["forgotten"] == 1


@pytest.mark.parametrize("asked", [{}, {"prefix": "j/video"}])
def test_what_is_to_be_forgotten_has_to_be_said(api, asked):
    answer = api.call("DELETE", "/api/cache", **asked)
    assert (answer.status, answer.json["field"]) == (422, "prefix")


def test_the_daily_brief_is_kept_shown_and_dropped(api):
    assert api.call("GET", "/api/daily").json == {"brief": None}
    kept = api.call("PUT", "/api/daily", {"prompt": "A mug a day"})
    assert kept.json["brief"]["prompt"] == "A mug a day"
    assert api.call("GET", "/api/daily").json == kept.json
    assert api.call("PUT", "/api/daily", {"prompt": ""}).status == 422
    assert api.call("DELETE", "/api/daily").status == 204
    assert api.call("GET", "/api/daily").json == {"brief": None}


# Channels


def test_a_channel_is_made_listed_changed_and_removed(api, rival):
    made = api.call("PUT", "/api/channels/tea-tips", {"prompt": "Tips about tea", "language": "en"})
    assert (made.status, made.json["id"], made.json["brief"]["prompt"]) == (200, "tea-tips", "Tips about tea")
    api.call("PUT", "/api/channels/chai", {"prompt": "Советы о чае", "language": "ru"})
    assert [one["id"] for one in api.call("GET", "/api/channels").json["channels"]] == ["chai", "tea-tips"]
    assert rival.call("GET", "/api/channels").json == {"channels": []}
    assert rival.call("GET", "/api/channels/chai").status == 404
    api.call("PUT", "/api/channels/chai", {"prompt": "Чай", "language": "ru"})
    assert api.call("GET", "/api/channels/chai").json["brief"]["prompt"] == "Чай"
    for name in ("chai", "tea-tips"):
        assert api.call("DELETE", f"/api/channels/{name}").status == 204
    assert api.call("DELETE", "/api/channels/chai").json["error"] == "NotFound"
    assert api.call("GET", "/api/channels").json == {"channels": []}


def test_a_channels_video_is_started_and_the_day_is_checked(api):
    api.call("PUT", "/api/channels/tea", {"prompt": "Tips about tea"})
    started = api.call("POST", "/api/channels/tea/run", {}, {"idempotency-key": "tea-now"})
    assert started.status == 202
    again = api.call("POST", "/api/channels/tea/run", {}, {"idempotency-key": "tea-now"})
    assert again.json == started.json
    edition = json.loads(wiring.work().read(document_key("acme", started.json["video_id"], "edition.json")))
    assert (edition["channel"]["id"], edition["refresh"]) == ("tea", False)
    refused = api.call("POST", "/api/channels/tea/run", {"day": "2020-01-01"})
    assert (refused.status, refused.json["field"]) == (422, "day")
    assert api.call("POST", "/api/channels/nobody/run", {}).status == 404
    api.call("DELETE", "/api/channels/tea")


@pytest.mark.parametrize(
    ("name", "about"),
    [("Tea", {}), ("a_b", {}), ("tea", {"prompt": ""}), ("tea", {"model": "no"}), ("tea", {"placement": "nowhere"}),
     ("tea", {"mode": "none"})],
)  # fmt: skip
def test_a_channel_that_could_never_be_made_is_refused(api, name, about):
    assert api.call("PUT", f"/api/channels/{name}", {"prompt": "x"} | about).status == 422
    assert api.call("GET", "/api/channels").json == {"channels": []}


def test_the_daily_brief_is_the_channel_daily(api):
    api.call("PUT", "/api/daily", {"prompt": "A mug a day"})
    assert api.call("GET", "/api/channels/daily").json["brief"]["prompt"] == "A mug a day"
    api.call("DELETE", "/api/channels/daily")
    assert api.call("GET", "/api/daily").json == {"brief": None}


# Uploads


def test_pictures_come_in_as_multipart_and_can_be_used(api):
    body, headers = multipart(("a.jpg", jpeg()), ("b.jpg", jpeg(80, 70)))
    answer = api.call("POST", "/api/upload", body, headers)
    assert answer.status == 200
    assets = answer.json["asset_ids"]
    assert len(set(assets)) == 2
    assert wiring.uploads().exists(upload_key("acme", assets[0]))
    assert generate(api, reference_assets=assets).status == 202


def test_another_tenants_picture_is_unknown(api, rival):
    body, headers = multipart(("a.jpg", jpeg()))
    [asset] = api.call("POST", "/api/upload", body, headers).json["asset_ids"]
    answer = generate(rival, reference_assets=[asset])
    assert (answer.status, answer.json["field"]) == (422, "reference_assets")


@pytest.mark.parametrize("content", [b"hello, I am a text", b"", jpeg()[:200]], ids=["text", "empty", "cut off"])
def test_what_is_no_picture_is_refused(api, content):
    body, headers = multipart(("a.jpg", content))
    answer = api.call("POST", "/api/upload", body, headers)
    assert (answer.status, answer.json["error"]) == (422, "AssetRejected")


@pytest.mark.parametrize(
    ("name", "content", "door"),
    [
        ("a.mp4", b"\0\0\0\x20ftypisom" + bytes(50), "as footage, by a presigned form"),
        ("a.avi", b"RIFF\0\0\0\0AVI LIST" + bytes(50), "as footage, by a presigned form"),
        ("a.json", b'{"v": "5.7", "layers": []}', "a Lottie document by a presigned form"),
    ],
)
def test_videos_and_animations_are_shown_their_door(api, name, content, door):
    body, headers = multipart((name, content))
    answer = api.call("POST", "/api/upload", body, headers)
    assert (answer.status, answer.json["field"]) == (422, "file")
    assert answer.json["message"].startswith(f"file: {name}: this is ")
    assert door in answer.json["message"]


def test_a_refused_file_is_called_by_its_name_alone(api):
    body, headers = multipart(("../../etc/\x07pass\u202ewd", b"hello"))
    answer = api.call("POST", "/api/upload", body, headers)
    assert answer.json["field"] == "file"
    assert answer.json["message"].startswith("file: ?pass?wd: this is not a picture")


def test_a_large_file_gets_a_form(api):
    wanted = {"filename": "a.png", "content_type": "image/png", "size": 20_000_000}
    answer = api.call("POST", "/api/upload", wanted).json
    assert answer["upload"]["fields"]["key"] == upload_key("acme", answer["asset_ids"][0])


@pytest.mark.parametrize(
    ("body", "headers", "field"),
    [
        ({"filename": "a", "content_type": "image/png", "size": 0}, {}, "size"),
        ({"filename": "a", "content_type": "application/json", "size": 50_000_000}, {}, "size"),
        ({"filename": "a", "content_type": "video/mp4", "size": 0}, {}, "size"),
        ({"filename": "a", "content_type": "text/html", "size": 9}, {}, "content_type"),
        ({"filename": "a"}, {}, "content_type"),
        ({"filename": "", "content_type": "image/png", "size": 9}, {}, "filename"),
        ({"filename": "\ud800", "content_type": "image/png", "size": 9}, {}, "filename"),
        (b'{"size": NaN}', {}, "body"),
        (b"\xff", {}, "body"),
        ([], {}, "body"),
        (b"x", {"content-type": "text/plain"}, "body"),
        (b"x", {"content-type": "multipart/form-data"}, "file"),
        (b"x", {"content-type": "multipart/form-data; boundary=b"}, "file"),
        (None, {"content-type": "multipart/form-data; boundary=b"}, "file"),
    ],
)
def test_an_upload_that_cannot_be_read_is_refused_by_field(api, body, headers, field):
    answer = api.call("POST", "/api/upload", body, headers)
    assert (answer.status, answer.json["field"]) == (422, field)


# Pages and the document


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/jobs/v1", "text/html"), ("/docs", "text/html"), ("/static/style.css", "text/css")],
)
def test_pages_are_served_with_a_policy(api, path, kind):
    answer = api.call("GET", path)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(kind)
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["nothing.js", "..", "%2e%2e", "..%2fpyproject.toml", "/etc/passwd"])
def test_no_other_file_is_served(api, name):
    assert api.call("GET", f"/static/{name}").status == 404


@pytest.fixture(scope="module")
def document(api):
    return api.call("GET", "/openapi.json").json


@pytest.mark.parametrize(
    "route", [r for r in catalogue.ROUTES if r.path.startswith("/api")], ids=lambda r: f"{r.method} {r.path}"
)
def test_the_document_lists_every_route(document, route):
    operation = document["paths"][route.path][route.method.lower()]
    assert operation["summary"]
    if route.method in {"PUT"} or route.path.endswith(("generate", "approve", "tickets")):
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        assert schema["$ref"].startswith("#/components/schemas/")


def test_the_documents_models_are_the_real_ones(document):
    from spotworks.domain.brief import Brief
    from spotworks.stages.show_video import VideoStatus

    schemas = document["components"]["schemas"]
    asked = document["paths"]["/api/generate"]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    assert set(schemas[asked.rsplit("/", 1)[-1]]["properties"]) == set(Brief.model_fields)
    assert set(schemas["VideoStatus"]["properties"]) == set(VideoStatus.model_fields)


def test_an_answer_carries_the_gateways_request_id_into_the_job(api, video):
    assert wiring.desk().jobs.get("acme", video).request_id == "request-1"
