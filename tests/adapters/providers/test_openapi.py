"""The judge of what goes over the wire, on a document of our own: it must not pass over anything."""

import json

import pytest

from tests.fakes.openapi import Spec, cut

TEXT = {"type": "string"}
DOCUMENT = {
    "openapi": "3.0.0",
    "info": {"title": "Ours", "version": "1"},
    "paths": {
        "/voices/{voice_id}/speech": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Say"}}}},
                "responses": {"200": {"content": {"audio/mpeg": {}}}},
            },
            "get": {
                "parameters": [
                    {"name": "format", "in": "query", "required": True, "schema": {"enum": ["mp3", "wav"]}},
                    {"name": "pages", "in": "query", "schema": {"type": "integer"}},
                    {"name": "key", "in": "header", "schema": TEXT},
                ],
                "responses": {"200": {"content": {"application/json": {"schema": TEXT}}}},
            },
        }
    },
    "components": {
        "schemas": {
            "Say": {
                "type": "object",
                "required": ["text"],
                "properties": {"text": {"$ref": "#/components/schemas/Text"}, "mood": {**TEXT, "nullable": True}},
                "x-page": "long",
            },
            "Text": TEXT,
            "ErrorResponse": {"type": "object", "required": ["error"]},
            "Unused": TEXT,
        }
    },
}


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "ours.json").write_text(json.dumps(DOCUMENT))
    return Spec(tmp_path / "ours.json", errors="ErrorResponse")


@pytest.mark.parametrize(
    ("path", "value", "wrong"),
    [
        ("/voices/anna/speech", {"text": "hi", "mood": None}, ""),
        ("/voices/anna/speech", {"text": "hi", "mood": 3}, "mood"),
        ("/voices/anna/speech", {"mood": "calm"}, "'text' is a required property"),
        ("/voices/anna/speech", {"text": "hi", "pitch": 1}, "pitch"),
        ("/voices/anna/maria/speech", {"text": "hi"}, "not in ours.json"),
    ],
)
def test_a_request_is_held_to_the_document(spec, path, value, wrong):
    found = spec.request("POST", path, value)
    assert bool(found) == bool(wrong)
    assert wrong in " ".join(found)


def test_a_form_that_the_document_does_not_know_is_wrong(spec):
    assert spec.request("POST", "/voices/anna/speech", {}, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"format": "mp3", "pages": "3"}, ""),
        ({"format": "ogg"}, "?format: $: 'ogg' is not one of"),
        ({"format": "wav", "pages": "three"}, "?pages"),
        ({}, "?format is missing"),
        ({"format": "wav", "key": "x"}, "?key is not known"),
    ],
)
def test_a_query_is_held_to_the_document(spec, values, wrong):
    found = spec.query("GET", "/voices/anna/speech", values)
    assert bool(found) == bool(wrong)
    assert wrong in " ".join(found)
    assert spec.query("POST", "/voices/anna/speech", values) or not values, "it has none"


def test_an_answer_is_held_to_the_document(spec):
    path = "/voices/anna/speech"
    assert not spec.response("POST", path, 200, None, content_type="audio/mpeg")
    assert spec.response("POST", path, 200, None, content_type="audio/wav")
    assert spec.response("GET", path, 200, 5)
    assert spec.response("GET", path, 500, {})
    assert not spec.response("GET", path, 500, {"error": "no"})


def test_a_cut_holds_what_its_operations_refer_to(spec):
    short = cut(DOCUMENT, [("POST", "/voices/{voice_id}/speech")])
    assert list(short["paths"]["/voices/{voice_id}/speech"]) == ["post"]
    assert list(short["components"]["schemas"]) == ["ErrorResponse", "Say", "Text"]
    assert "x-page" not in short["components"]["schemas"]["Say"]
