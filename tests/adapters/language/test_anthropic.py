"""Anthropic's Messages, against the fake; Anthropic's own SDK (anthropic 2.14) drives the fake, too."""

from decimal import Decimal

import pytest

from spotworks.adapters.critique.verdict import Verdict
from spotworks.adapters.language.anthropic import VERSION, Claude
from spotworks.adapters.language.forms import form
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
from tests.fakes.language import MODELS, Reply, asked, speaking

MODEL = MODELS["claude_opus"]


def error(kind, message="no"):
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}


def ended(reason, text="", **about):
    content = [{"type": "text", "text": text}] if text else []
    return {"type": "message", "content": content, "stop_reason": reason, "usage": {"input_tokens": 9}} | about


@pytest.mark.parametrize(
    ("status", "body", "name"),
    [
        (400, error("invalid_request_error", "Your credit balance is too low to access the API."), CreditGone),
        (402, error("billing_error"), CreditGone),
        (401, error("authentication_error"), KeyRejected),
        (403, error("permission_error"), KeyRejected),
        (404, error("not_found_error", "model: claude-opus-5-5"), KeyRejected),
        (400, error("invalid_request_error", "max_tokens: too many"), ProviderRejected),
        (413, error("request_too_large"), ProviderRejected),
        (429, error("rate_limit_error"), ProviderThrottled),
        (529, error("overloaded_error"), ProviderUnavailable),
        (500, error("api_error"), ProviderUnavailable),
        (200, error("overloaded_error"), ProviderUnavailable),
        (200, ended("refusal"), ModerationRefused),
        (200, ended("max_tokens", '{"word": '), AnswerUnusable),
        (200, ended("model_context_window_exceeded", "{}"), AnswerUnusable),
        (200, ended("pause_turn"), AnswerUnusable),
        (200, ended("end_turn"), AnswerUnusable),
    ],
)
def test_failures_are_read_whatever_their_status(answers, status, body, name):
    answers.says(body, status)
    with pytest.raises(name):
        Claude(answers.account("anthropic"), MODEL).answer(asked(), Reply)


def test_a_refusal_says_why(answers):
    details = {"type": "refusal", "category": "bio", "explanation": "It may do harm."}
    answers.says(ended("refusal", stop_details=details))
    with pytest.raises(ModerationRefused, match=r"refusal: bio: It may do harm\."):
        Claude(answers.account("anthropic"), MODEL).answer(asked(), Reply)


def test_cached_tokens_are_counted_beside_the_others(answers):
    counted = {
        "input_tokens": 1_000,
        "cache_read_input_tokens": 2_000,
        "cache_creation_input_tokens": 0,
        "output_tokens": 100,
    }
    thinking = {"type": "thinking", "thinking": "{}", "signature": "x"}
    answers.says(
        ended("end_turn", usage=counted, content=[thinking, {"type": "text", "text": '{"word": "yes", "number": 2}'}])
    )
    answer = Claude(answers.account("anthropic"), MODEL).answer(asked(), Reply)
    assert answer.value == Reply(word="yes", number=2)
    assert (answer.usage.tokens_in, answer.usage.tokens_cached) == (3_000, 2_000)
    assert answer.usage.cost_usd == Decimal("0.0064")


@pytest.fixture
def sdk(shop):
    anthropic = pytest.importorskip("anthropic")
    return anthropic.Anthropic(api_key="k", base_url=f"{shop.base}/anthropic", max_retries=0)


def test_the_vendors_own_sdk_understands_the_fake_and_asks_as_we_do(shop, sdk):
    from anthropic._constants import ANTHROPIC_API_VERSION

    assert VERSION == ANTHROPIC_API_VERSION
    made = sdk.messages.parse(
        model="claude-opus-5-5", max_tokens=4_300, system="You are a clerk.", output_format=Reply,
        messages=[{"role": "user", "content": [{"type": "text", "text": "Say a word and a number."}]}],
        output_config={"effort": "low"},
    )  # fmt: skip
    assert made.parsed_output == Reply(word="one word", number=1)
    assert made.stop_reason == "end_turn"
    speaking(shop, "anthropic").answer(asked(data=""), Reply)
    theirs, ours = (work.body for work in shop.paid.values())
    assert theirs.keys() == ours.keys()
    assert theirs["messages"] == ours["messages"]
    assert theirs["output_config"].keys() == ours["output_config"].keys()


@pytest.mark.parametrize("model", [StrategyDraft, ScreenplayDraft, Verdict])
def test_our_forms_hold_nothing_that_the_sdk_would_take_out(model):
    """It leaves the type away beside choices."""
    transform = pytest.importorskip("anthropic").transform_schema

    def untyped(schema):
        if isinstance(schema, list):
            return [untyped(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        return {name: untyped(one) for name, one in schema.items() if name != "type" or "enum" not in schema}

    ours = form(model)
    assert transform(ours) == untyped(ours)


@pytest.mark.parametrize(
    "about",
    [
        {"model": "claude-2"},
        {"max_tokens": 0},
        {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object", "properties": {}}}}},
    ],
)
def test_the_fake_refuses_what_anthropic_would(shop, sdk, about):
    import anthropic

    body = {"model": "claude-opus-5-5", "max_tokens": 100, "messages": [{"role": "user", "content": "hi"}]}
    with pytest.raises((anthropic.BadRequestError, anthropic.NotFoundError)):
        sdk.messages.create(**(body | about))
    assert shop.paid == {}
