"""The first page: starting a video, and the list."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.fakes.api import FakeApi

pytestmark = pytest.mark.browser


def test_a_brief_from_the_form_starts_a_video_and_shows_it(page: Page, api: FakeApi, media: Path) -> None:
    page.goto("/")
    page.get_by_label("What is it about?").fill("A kettle that whistles in tune")
    page.set_input_files("#photos", [media / "picture-1.png", media / "picture-2.png"])
    expect(page.locator(".photo:not(.is-sending)")).to_have_count(2)
    page.get_by_label("Length").fill("12.5")
    page.get_by_text("16:9", exact=True).click()
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A kettle that whistles in tune")
    brief = next(iter(api.jobs.values())).brief
    assert brief["duration"] == "12.5"
    assert brief["aspect"] == "16:9"
    assert sorted(brief["reference_assets"]) == ["asset1", "asset2"]


def test_each_kind_is_made_by_whom_the_form_names_and_those_without_their_key_cannot_be_named(
    page: Page, api: FakeApi
) -> None:
    page.goto("/")
    page.get_by_label("What is it about?").fill("A kettle that whistles in tune")
    page.get_by_text("Models and cost").click()
    clips, voices = page.locator("#model option"), page.locator("#voice_model option")
    expect(clips).to_have_text(["Local", "Auto", "MiniMax Hailuo 2.3 Fast"])  # and not what is gone
    assert clips.evaluate_all("all => all.map((one) => one.disabled)") == [False, False, True]
    expect(page.locator("#model optgroup")).to_have_attribute("label", "needs REPLICATE_API_TOKEN")
    expect(voices).to_have_text(["Local", "Auto", "ElevenLabs Multilingual v2"])
    page.get_by_label("Voice", exact=True).select_option("elevenlabs")
    expect(page.locator("#voice_model-about")).to_have_text("elevenlabs, $0.18/1,000 characters")
    page.get_by_label("Pictures", exact=True).select_option("gpt_image")
    expect(page.locator("#image_model-about")).to_contain_text("openai, $")
    expect(page.locator("#image_model-about")).to_contain_text("Sees your photo")
    page.get_by_label("Pictures", exact=True).select_option("local")
    page.get_by_label("Clips").select_option("auto")
    page.get_by_label("Ask first").select_option("speed")
    page.get_by_label("Clip sound").select_option("auto")
    page.get_by_label("Make everything anew").check()
    page.get_by_label("Budget").fill("3")
    expect(page.locator("#models-sum")).to_have_text("clips, voice from vendors, at most $3")
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A kettle that whistles in tune")
    models = {"model": "auto", "voice_model": "elevenlabs", "music_model": "local"}
    asked = models | {"route_by": "speed", "clip_sound": "auto", "fresh": True}
    assert asked.items() <= next(iter(api.jobs.values())).brief.items()


def test_which_keys_are_set_and_where_the_others_are_to_be_had(page: Page, api: FakeApi) -> None:
    page.goto("/")
    page.get_by_text("Models and cost").click()
    page.get_by_text("Keys on this server: 2 of 3 set").click()
    expect(page.locator("#keys li")).to_have_text(
        [
            "elevenlabs (1 model) is set", "openai (1 model) is set",
            "replicate (1 model) needs REPLICATE_API_TOKEN; get it",
        ]
    )  # fmt: skip
    link = page.get_by_role("link", name="Where replicate gives it")
    expect(link).to_have_attribute("href", "https://replicate.com/account/api-tokens")


def test_what_is_left_on_auto_is_for_the_words_of_the_brief_to_say(page: Page, api: FakeApi) -> None:
    page.goto("/")
    page.get_by_label("What is it about?").fill("Чайник, который свистит в лад: 15 секунд для YouTube")
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Чайник")
    assert not {"duration", "language", "aspect"} & set(next(iter(api.jobs.values())).brief)


def test_a_mode_is_chosen_with_its_settings(page: Page, api: FakeApi) -> None:
    page.goto("/")
    page.get_by_label("What is it about?").fill("A kettle that whistles in tune")
    page.get_by_label("How it is made").select_option("minimal_text")
    expect(page.locator("#mode-about")).to_contain_text("entering as it is spoken")
    page.get_by_label("The grounds").select_option("accent")
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A kettle that whistles in tune")
    brief = next(iter(api.jobs.values())).brief
    assert brief["mode"] == "minimal_text"
    assert brief["mode_options"] == {"tone": "accent", "align": "mix", "motion": "mix"}


def test_a_video_goes_into_the_brief_as_footage(page: Page, api: FakeApi, tmp_path: Path) -> None:
    film = tmp_path / "kettle.mp4"
    film.write_bytes(bytes(3000))
    page.goto("/")
    page.get_by_label("What is it about?").fill("A kettle")
    page.set_input_files("#photos", film)
    expect(page.locator(".photo:not(.is-sending)")).to_have_count(1)
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A kettle")
    brief = next(iter(api.jobs.values())).brief
    assert (brief["reference_assets"], brief["footage_assets"]) == ([], ["large"])


def test_a_photo_can_be_dropped_and_removed_again(page: Page, api: FakeApi) -> None:
    page.goto("/")
    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(2000)], "shoe.png", { type: "image/png" }));
          const event = new DragEvent("drop", { dataTransfer: transfer, bubbles: true });
          document.querySelector("#drop").dispatchEvent(event);
        }"""
    )
    expect(page.locator(".photo:not(.is-sending)")).to_have_count(1)
    page.get_by_role("button", name="Remove shoe.png").click()
    expect(page.locator(".photo")).to_have_count(0)
    assert api.uploads == [2000]


def test_a_large_photo_goes_straight_to_storage(page: Page, api: FakeApi, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(bytes(4_500_000))
    page.goto("/")
    page.set_input_files("#photos", large)
    expect(page.locator(".photo:not(.is-sending)")).to_have_count(1)
    assert api.uploads == [4_500_000]


def test_a_file_that_is_no_picture_is_refused_by_name(page: Page, tmp_path: Path) -> None:
    text = tmp_path / "notes.jpg"
    text.write_bytes(b"not a picture at all")
    page.goto("/")
    page.set_input_files("#photos", text)
    expect(page.locator("#reference_assets-error")).to_have_text(
        "notes.jpg: this is not a picture; send JPEG, PNG or WebP"
    )
    expect(page.locator(".photo")).to_have_count(0)


def test_a_refusal_is_shown_at_its_field_which_gets_the_focus(page: Page, api: FakeApi) -> None:
    page.goto("/")
    page.get_by_role("button", name="Make the video").click()
    prompt = page.get_by_label("What is it about?")
    expect(prompt).to_be_focused()
    expect(prompt).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#prompt-error")).to_have_text("Say what the video is about, or give an image or a url")
    api.refusal = (
        422,
        {"error": "BudgetExceeded", "message": "budget: $0.01 is below the estimate", "field": "budget"},
    )
    page.get_by_label("What is it about?").fill("A kettle")
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_label("Budget")).to_be_focused()  # in the part that was folded away
    expect(page.locator("#budget-error")).to_have_text("$0.01 is below the estimate")


def test_the_list_shows_how_videos_are_doing_and_follows_them(page: Page, api: FakeApi) -> None:
    done, running = api.add("A bottle"), api.add("A kettle")
    api.play(done)
    api.play(running, "Picture of scene 1")
    page.goto("/")
    rows = page.locator(".videos li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("In the making")
    expect(rows.nth(1)).to_contain_text("Finished")
    expect(rows.nth(1)).to_contain_text("$0.0018")
    expect(rows.nth(1).locator("img")).to_be_visible()
    api.play(running)
    expect(rows.nth(0)).to_contain_text("Finished")


def test_older_videos_are_one_press_away(page: Page, api: FakeApi) -> None:
    for number in range(30):
        api.add(f"Video {number}")
    page.goto("/")
    expect(page.locator(".videos li")).to_have_count(24)
    page.get_by_role("button", name="Show older ones").click()
    expect(page.locator(".videos li")).to_have_count(30)
    expect(page.get_by_role("button", name="Show older ones")).to_be_hidden()


def test_the_form_can_be_filled_and_sent_from_the_keyboard(page: Page, api: FakeApi) -> None:
    page.goto("/")
    page.get_by_label("What is it about?").focus()
    page.keyboard.type("Socks")
    for _ in range(6):  # files, length, language, quality, mode, shape
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # from "Auto"
    for _ in range(3):  # more options, models and cost, the button
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Socks")
    assert next(iter(api.jobs.values())).brief["aspect"] == "4:5"


@pytest.mark.parametrize("path", ["/", "/jobs/video001"])
def test_nothing_is_wider_than_a_phone(page: Page, api: FakeApi, path: str) -> None:
    api.play(api.add("A" * 80))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    expect(page.locator("main")).to_contain_text("AAAA")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
