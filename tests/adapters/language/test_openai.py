"""OpenAI's Responses, against the fake; the fake and all that is said to it against OpenAI's OpenAPI document.

The document is tests/fixtures/openapi/openai_responses.json; OpenAI's own SDK (openai 3.57) drives the fake, too.
"""

from decimal import Decimal

import pytest
import urllib3

from local.vendors.faults import Faults
from spotworks.adapters.critique.verdict import Verdict
from spotworks.adapters.language.forms import form
from spotworks.adapters.language.openai import Responses
from spotworks.adapters.model_writer.drafts import ScreenplayDraft, StrategyDraft
from spotworks.errors import (
    AnswerUnusable,
    CreditGone,
    KeyRejected,
    ModerationRefused,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from tests.fakes.language import MODELS, PICTURES, Reply, asked, speaking
from tests.fakes.openapi import FIXTURES, Spec, Witness
from tests.fakes.street import witnessed

MODEL = MODELS["gpt_sol"]
street, witness = witnessed(Witness(Spec(FIXTURES / "openai_responses.json", errors="ErrorResponse"), at="/openai/v1"))


@pytest.mark.parametrize("fault", [None, "refused_output", "wrong_length", "no_credit", "throttled"])
def test_what_is_asked_and_answered_is_as_the_document_says(shop, witness, fault):
    shop.faults = Faults(script={"openai": [fault]})
    error = {None: (), "refused_output": ModerationRefused, "wrong_length": AnswerUnusable, "no_credit": CreditGone,
             "throttled": ProviderThrottled}[fault]  # fmt: skip
    model = speaking(shop, "openai")
    if fault:
        with pytest.raises(error):
            model.answer(asked(images=PICTURES), Reply)
    else:
        model.answer(asked(images=PICTURES), Reply)
    assert [(one.path, one.request) for one in witness.seen] == [("/responses", [])]


def test_nothing_is_stored_there_and_thinking_is_short(shop):
    speaking(shop, "openai").answer(asked(), Reply)
    [work] = shop.paid.values()
    assert (work.body["store"], work.body["reasoning"]) == (False, {"effort": "low"})
    assert work.body["text"]["format"]["strict"] is True


@pytest.mark.parametrize(
    ("status", "body", "name"),
    [
        (400, {"error": {"code": "billing_hard_limit_reached"}}, CreditGone),
        (429, {"error": {"type": "insufficient_quota", "code": "insufficient_quota"}}, CreditGone),
        (404, {"error": {"code": "model_not_found"}}, KeyRejected),
        (400, {"error": {"code": "invalid_json_schema"}}, ProviderRejected),
        (400, {"error": {"code": "context_length_exceeded"}}, ProviderRejected),
        (429, {"error": {"code": "rate_limit_exceeded"}}, ProviderThrottled),
        (200, {"status": "failed", "error": {"code": "rate_limit_exceeded", "message": "slow"}}, ProviderThrottled),
        (200, {"status": "failed", "error": {"code": "server_error", "message": "oops"}}, ProviderUnavailable),
        (200, {"status": "failed", "error": {"code": "invalid_prompt", "message": "no"}}, ModerationRefused),
        (200, {"status": "failed", "error": {"code": "misalignment_policy_violation"}}, ModerationRefused),
        (200, {"status": "failed", "error": {"code": "invalid_image_format"}}, ProviderRejected),
        (200, {"status": "failed", "error": None}, ProviderUnavailable),
        (200, {"status": "in_progress"}, ProviderUnavailable),
        (200, {"status": "incomplete", "incomplete_details": {"reason": "content_filter"}}, ModerationRefused),
        (200, {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}, AnswerUnusable),
        (200, {"status": "completed", "output": [{"type": "reasoning", "summary": []}]}, AnswerUnusable),
    ],
)
def test_failures_are_read_whatever_their_status(answers, status, body, name):
    answers.says(body, status)
    with pytest.raises(name):
        Responses(answers.account("openai"), MODEL).answer(asked(), Reply)


def test_thoughts_are_passed_over_and_cached_tokens_are_cheaper(answers):
    text = '{"word": "yes", "number": 2}'
    message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    counted = {"input_tokens": 3_000, "output_tokens": 500, "input_tokens_details": {"cached_tokens": 2_000}}
    output = [{"type": "reasoning", "content": [{"type": "reasoning_text", "text": "{}"}]}, message]
    answers.says({"status": "completed", "output": output, "usage": counted})
    answer = Responses(answers.account("openai"), MODEL).answer(asked(), Reply)
    assert answer.value == Reply(word="yes", number=2)
    assert (answer.usage.tokens_cached, answer.usage.cost_usd) == (2_000, Decimal("0.0072"))


@pytest.fixture
def sdk(shop):
    openai = pytest.importorskip("openai")
    return openai.OpenAI(api_key="k", base_url=f"{shop.base}/openai/v1", max_retries=0)


def test_the_vendors_own_sdk_understands_the_fake(shop, sdk):
    for model in (StrategyDraft, Verdict):
        wanted = {"type": "json_schema", "name": "x", "strict": True, "schema": form(model)}
        asked_for = "a video of 10 seconds in 9:16."
        made = sdk.responses.create(model="gpt-6.1-sol", input=asked_for, text={"format": wanted})
        assert model.model_validate_json(made.output_text)
        assert made.usage.total_tokens == made.usage.input_tokens + made.usage.output_tokens
    parsed = sdk.responses.parse(model="gpt-6.1-sol", input="a word", text_format=Reply)
    assert parsed.output_parsed == Reply(word="one word", number=1)


@pytest.mark.parametrize("model", [StrategyDraft, ScreenplayDraft, Verdict, Reply])
def test_our_forms_ask_for_what_the_sdk_s_own_strict_forms_do(model):
    """Names, types and choices; the limits, which it leaves in, OpenAI takes from some models only."""
    strict = pytest.importorskip("openai.lib._pydantic").to_strict_json_schema(model)

    def shape(schema, defs):
        if "$ref" in schema:
            return shape(defs[schema["$ref"].rpartition("/")[2]], defs)
        fields = {name: shape(one, defs) for name, one in schema.get("properties", {}).items()}
        kept = {name: schema.get(name) for name in ("type", "enum", "required", "additionalProperties")}
        return kept | {"fields": fields, "items": shape(schema["items"], defs) if "items" in schema else None}

    ours = form(model)
    assert shape(ours, ours.get("$defs", {})) == shape(strict, strict.get("$defs", {}))


def test_a_wrong_request_is_refused_by_the_fake_and_by_the_document(shop, witness):
    answer = urllib3.request(
        "POST", f"{shop.base}/openai/v1/responses", headers={"Authorization": "Bearer k"},
        json={"model": "gpt-6.1-sol", "input": "hi", "tint": "blue", "text": {"format": {"type": "json_schema"}}},
    )  # fmt: skip
    assert (answer.status, shop.paid) == (400, {})
    [exchange] = witness.seen
    assert "tint" in " ".join(exchange.request)
    assert "text" in " ".join(exchange.request)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": [], "additionalProperties": False},
        form(Reply) | {"properties": {"word": {"type": "string", "maxLength": 5}, "number": {"type": "number"}}},
    ],
)
def test_the_fake_refuses_a_form_that_is_not_strict(shop, sdk, schema):
    import openai

    wanted = {"type": "json_schema", "name": "x", "strict": True, "schema": schema}
    with pytest.raises(openai.BadRequestError) as caught:
        sdk.responses.create(model="gpt-6.1-sol", input="hi", text={"format": wanted})
    assert caught.value.code == "invalid_json_schema"
    assert shop.paid == {}
