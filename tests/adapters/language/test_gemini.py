"""Google's generateContent in words, against the fake; Google's own SDK (google-genai 3.6) drives the fake, too."""

from decimal import Decimal

import pytest
import urllib3

from spotworks.adapters.language.forms import form
from spotworks.adapters.language.gemini import Gemini
from spotworks.adapters.model_writer.drafts import StrategyDraft
from spotworks.errors import (
    AnswerUnusable,
    CreditGone,
    KeyRejected,
    ModerationRefused,
    ProviderRejected,
    ProviderThrottled,
)
from tests.fakes.language import MODELS, Reply, asked, speaking

MODEL = MODELS["gemini_flash"]
TEXT = '{"word": "yes", "number": 2}'


def ended(reason, parts=None, **usage):
    candidate = {"finishReason": reason} | ({"content": {"parts": parts}} if parts else {})
    return {"candidates": [candidate], "usageMetadata": usage}


@pytest.mark.parametrize(
    ("status", "body", "name"),
    [
        (200, {"promptFeedback": {"blockReason": "SAFETY"}}, ModerationRefused),
        (200, {"promptFeedback": {"blockReason": "OTHER"}}, ModerationRefused),
        (200, ended("PROHIBITED_CONTENT"), ModerationRefused),
        (200, ended("RECITATION", [{"text": TEXT[:9]}]), ModerationRefused),
        (200, ended("MAX_TOKENS", [{"text": TEXT[:9]}]), AnswerUnusable),
        (200, ended("OTHER"), AnswerUnusable),
        (200, ended("STOP"), AnswerUnusable),
        (200, {"usageMetadata": {"promptTokenCount": 5}}, AnswerUnusable),
        (400, {"error": {"status": "INVALID_ARGUMENT", "details": [{"reason": "API_KEY_INVALID"}]}}, KeyRejected),
        (400, {"error": {"status": "INVALID_ARGUMENT", "message": "The schema is too deep."}}, ProviderRejected),
        (429, {"error": {"message": "Your prepayment credits are depleted."}}, CreditGone),
        (429, {"error": {"message": "You exceeded your current quota."}}, ProviderThrottled),
    ],
)
def test_failures_are_read_whatever_their_status(answers, status, body, name):
    answers.says(body, status)
    with pytest.raises(name):
        Gemini(answers.account("google"), MODEL).answer(asked(), Reply)


def test_thoughts_are_passed_over_and_paid_for_as_output(answers):
    parts = [{"text": "Let me think {}", "thought": True}, {"text": TEXT[:5]}, {"text": TEXT[5:]}]
    counted = {
        "promptTokenCount": 2_000,
        "cachedContentTokenCount": 500,
        "candidatesTokenCount": 100,
        "thoughtsTokenCount": 300,
    }
    answers.says(ended("STOP", parts, **counted))
    answer = Gemini(answers.account("google"), MODEL).answer(asked(), Reply)
    assert answer.value == Reply(word="yes", number=2)
    usage = answer.usage
    assert (usage.tokens_in, usage.tokens_cached, usage.tokens_out) == (2_000, 500, 400)
    assert usage.cost_usd == Decimal("0.003")


def test_a_refused_prompt_costs_its_own_tokens_only(answers):
    answers.says({"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 1_000}})
    with pytest.raises(ModerationRefused) as caught:
        Gemini(answers.account("google"), MODEL).answer(asked(), Reply)
    assert (caught.value.usage.tokens_out, caught.value.usage.cost_usd) == (0, Decimal("0.00075"))


@pytest.fixture
def sdk(shop):
    genai = pytest.importorskip("google.genai")
    return genai.Client(api_key="k", http_options={"base_url": f"{shop.base}/google"})


def test_the_vendors_own_sdk_understands_the_fake_and_asks_as_we_do(shop, sdk):
    made = sdk.models.generate_content(
        model="gemini-3.8-flash", contents="a video of 10 seconds in 9:16.",
        config={
            "response_mime_type": "application/json", "response_json_schema": form(StrategyDraft),
            "system_instruction": "You are a clerk.", "max_output_tokens": 4_300,
            "thinking_config": {"thinking_level": "LOW"},
        },
    )  # fmt: skip
    assert StrategyDraft.model_validate(made.parsed)
    assert made.usage_metadata.prompt_token_count > 5
    speaking(shop, "google").answer(asked(data=""), StrategyDraft)
    theirs, ours = (work.body for work in shop.paid.values())
    assert theirs.keys() == ours.keys()
    assert theirs["generationConfig"].pop("thinkingConfig") == {"thinking_level": "LOW"}  # Google reads either spelling
    assert ours["generationConfig"].pop("thinkingConfig") == {"thinkingLevel": "LOW"}
    assert theirs["generationConfig"] == ours["generationConfig"]
    assert theirs["systemInstruction"]["parts"] == ours["systemInstruction"]["parts"]


@pytest.mark.parametrize(
    "config",
    [
        {"response_json_schema": form(Reply)},
        {"response_mime_type": "application/json", "response_json_schema": [1]},
    ],
)
def test_the_fake_refuses_what_google_would(shop, config):
    names = {"response_mime_type": "responseMimeType", "response_json_schema": "responseJsonSchema"}
    body = {"contents": [{"parts": [{"text": "hi"}]}], "generationConfig": {names[k]: v for k, v in config.items()}}
    at = f"{shop.base}/google/v1/models/gemini-3.8-flash:generateContent"
    answer = urllib3.request("POST", at, json=body, headers={"x-goog-api-key": "k"})
    assert (answer.status, answer.json()["error"]["status"], shop.paid) == (400, "INVALID_ARGUMENT", {})


def test_pictures_and_voices_are_still_others_business(shop):
    for model in ("gemini-3.1-flash-image", "gemini-3.8-flash-tts"):
        at = f"{shop.base}/google/v1/models/{model}:generateContent"
        answer = urllib3.request(
            "POST", at, headers={"x-goog-api-key": "k"},
            json={"contents": [{"parts": [{"text": "hi"}]}], "generationConfig": {"responseModalities": ["TEXT"]}},
        )  # fmt: skip
        assert answer.status == 400
