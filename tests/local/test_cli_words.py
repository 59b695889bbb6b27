"""Numbers and names as the command writes them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.cli.result import exit_code, failure_line
from local.cli.story import Story
from local.cli.words import age, clock, money, reused, size, slug


@pytest.mark.parametrize(
    ("amount", "text"), [("0.0018", "$0.0018"), ("0", "$0.00"), ("1.5", "$1.50"), ("12", "$12.00"), (None, "$0.00")]
)
def test_money_keeps_every_digit_that_counts(amount: object, text: str) -> None:
    assert money(amount) == text


def test_sizes_and_times_are_short() -> None:
    assert [size(n) for n in (12, 4_600, 12_340_000)] == ["12 B", "5 kB", "12.3 MB"]
    assert [clock(n) for n in (7.9, 754, 3_723)] == ["0:07", "12:34", "1:02:03"]
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert age("2026-05-04T11:55:00+00:00", now) == "5 min"
    assert age("2026-05-01T11:55:00Z", now) == "3 d"


def test_a_folder_is_named_after_the_title() -> None:
    assert slug("Socks: warm, and dry!", "id") == "socks-warm-and-dry"
    assert slug("Носки «Зима»", "id") == "носки-зима"
    assert slug("😀", "id") == "id"


@given(st.text(max_size=200))
def test_a_folder_name_is_always_one_safe_part_of_a_path(title: str) -> None:
    name = slug(title, "id")
    assert name
    assert len(name) <= 60
    assert not set(name) & set('/\\:*?"<>|.\0 ')


def event(message: str, **about: object) -> dict[str, object]:
    at = "2026-05-04T12:00:00+00:00"
    base = {"at": at, "phase": "media", "progress": 20, "message": message, "scene": None, "reused": True}
    return base | about


def test_what_was_reused_is_counted_by_kind() -> None:
    events = [
        event("Picture of scene 1 reused", scene=0), event("Picture of scene 2 reused", scene=1),
        event("Picture of scene 3 ready", scene=2, reused=False), event("Clip of scene 1 reused", scene=0),
        event("Voice-over reused"), event("The render is there from before", phase="render"),
        event("Storyboard reused"), event("Checks reused, this very file passed before: 13 checks passed"),
    ]  # fmt: skip
    assert reused(events) == ["2 pictures", "1 clip", "voice", "render", "storyboard", "checks"]


def test_a_story_begins_again_with_a_new_attempt() -> None:
    story = Story("id")
    story.add(event("Queued", phase="queued"))
    story.add(event("Picture of scene 1 ready", scene=0, reused=False))
    story.add(event("Trying again", phase="queued"))
    story.add(event("Picture of scene 1 reused", scene=0))
    assert [e["message"] for e in story.events] == ["Trying again", "Picture of scene 1 reused"]
    story.status = {"scenes": [{"index": 0, "picture_url": "http://x", "reused": False}]}
    assert story.scenes()[0]["picture"] == "reused"
    assert story.scenes()[0]["clip"] == ""


def test_a_failure_names_the_users_file() -> None:
    failure = {"category": "input", "stage": "PrepareReferences", "message": "a1b2: this is not a picture"}
    story = Story("id", status={"status": "failed", "failure": failure})
    story.name_files({"a1b2": "shoe.jpg"})
    assert failure_line(story) == "failed in PrepareReferences (input): shoe.jpg: this is not a picture"
    failure["field"] = "reference_assets"
    assert failure_line(story).startswith("failed in PrepareReferences (input: reference_assets): shoe.jpg")
    assert exit_code(story) == 2
