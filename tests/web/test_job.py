"""The page of one video."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.fakes.api import FakeApi
from tests.web.conftest import SECONDS

pytestmark = pytest.mark.browser


def until(page: Page, expression: str) -> None:
    """Waits for a JavaScript expression; Playwright's own way of doing so needs eval, which the pages forbid."""
    limit = time.monotonic() + SECONDS
    while not page.evaluate(expression):
        assert time.monotonic() < limit, expression
        page.wait_for_timeout(50)


def source(page: Page) -> str:
    return str(page.locator("#screen video").get_attribute("src")).split("?")[0].rsplit("/", 1)[1]


def test_pictures_preview_and_video_appear_while_it_is_made(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle that keeps tea hot")
    page.goto(f"/jobs/{job.video_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("A bottle that keeps tea hot")
    api.play(job, "Picture of scene 2")
    expect(page.locator(".scene")).to_have_count(4)
    expect(page.locator(".scene img")).to_have_count(2)
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "22")
    expect(page.locator("[aria-current=step]")).to_have_text("Pictures, voice, music")
    api.play(job, "Preview is ready")
    expect(page.locator("#screen video")).to_have_count(1)
    assert source(page) == "preview.mp4"
    expect(page.locator("#screen-label")).to_contain_text("Preview")
    api.play(job)
    expect(page.locator("#badge")).to_have_text("Finished")
    until(page, "document.querySelector('video').src.includes('spot.mp4')")
    expect(page.get_by_role("link", name="Download")).to_have_attribute("href", re.compile(r"/files/spot\.mp4"))


def test_the_finished_video_plays_muted_and_seeks(page: Page, api: FakeApi) -> None:
    job = api.add()
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    until(page, "(v => v && !v.paused && v.muted && v.currentTime > 0.1)(document.querySelector('video'))")
    page.evaluate("(v => { v.pause(); v.currentTime = 1.5; })(document.querySelector('video'))")
    until(page, "(v => !v.seeking && Math.abs(v.currentTime - 1.5) < 0.1)(document.querySelector('video'))")
    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    until(page, "document.querySelector('video').textTracks[0].cues?.length === 2")


def test_cost_checks_files_and_story_are_told(page: Page, api: FakeApi) -> None:
    job = api.add()
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#facts")).to_contain_text("$0.0018")
    expect(page.locator("#checks-sum")).to_have_text("All 3 passed.")
    expect(page.locator("#checks tr")).to_have_count(3)
    expect(page.locator(".download")).to_have_count(9)
    expect(page.locator("#story li")).to_have_count(len(job.events))


def test_a_video_that_claims_nothing_shows_no_claims(page: Page, api: FakeApi) -> None:
    job = api.add(approvals=["storyboard"])
    job.claims = {"kept": 0, "flagged": [], "removed": [], "expires": None}
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#score-part")).to_be_visible()
    expect(page.locator("#claims-part")).to_be_hidden()


def test_what_was_understood_says_where_it_comes_from_and_what_needs_a_look(page: Page, api: FakeApi) -> None:
    job = api.add()
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#understood dd")).to_have_text(
        ["15 sfrom “15 seconds”", "$129.00read on the page: JSON-LD offers.price"]
    )
    expect(page.locator("#flags li")).to_have_text(["trademark “Nike”have their leave"])
    expect(page.locator("#understood-sum")).to_have_text("2 of 2 from you or the page, the rest is assumed.")


def test_claims_to_look_at_and_the_score_are_there_at_the_storyboard_gate(page: Page, api: FakeApi) -> None:
    job = api.add(approvals=["storyboard"])
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#claims-sum")).to_have_text(
        "3 traced to the brief or the page, 1 to look at, 1 left out, an offer ends on 2027-06-30."
    )
    expect(page.locator("#claims li")).to_have_count(2)
    expect(page.locator("#claims li").first).to_contain_text("scene 2: needs evidence")
    expect(page.locator("#score-sum")).to_have_text(
        "1 of 2 points of ABCD, Google's rubric for ads: attention, branding, connection, direction."
    )
    expect(page.locator("#score .not-passed")).to_contain_text("branding: brand early")


@pytest.mark.parametrize("sockets", ["refuse", "drop"])
def test_progress_goes_on_when_the_socket_does_not(page: Page, api: FakeApi, sockets: str) -> None:
    api.sockets = sockets
    job = api.add()
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#story li")).to_have_count(1)
    api.play(job, "Writing captions")
    expect(page.locator("#story li")).to_have_count(len(job.events))
    api.play(job)
    expect(page.locator("#badge")).to_have_text("Finished")
    expect(page.locator("#story li")).to_have_count(len(job.events))


def test_a_lost_push_is_fetched(page: Page, api: FakeApi) -> None:
    job = api.add()
    page.goto(f"/jobs/{job.video_id}")
    until(page, "document.body.dataset.live === 'live'")
    api.lost = {3, 4}
    api.play(job, "Picture of scene 1")
    expect(page.locator("#story li")).to_have_count(len(job.events))
    numbers = page.locator("#story li").all_inner_texts()
    assert sum("Choosing a strategy" in text for text in numbers) == 1


def test_a_failure_says_what_and_where_and_can_be_tried_again(page: Page, api: FakeApi) -> None:
    api.fails_at = "Rendering"
    job = api.add()
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#failure")).to_contain_text("FFmpeg gave up: no space left on the device")
    expect(page.locator("#failure")).to_contain_text("RenderFailed in StartRender (render)")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#failure")).to_be_hidden()
    expect(page.locator("#badge")).to_have_text("Queued")
    api.play(job)
    expect(page.locator("#badge")).to_have_text("Finished")
    expect(page.locator(".scene .mark")).to_have_count(4)


def test_a_video_in_the_making_can_be_cancelled(page: Page, api: FakeApi) -> None:
    job = api.add()
    api.play(job, "Picture of scene 1")
    page.goto(f"/jobs/{job.video_id}")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#badge")).to_have_text("Cancelled")
    assert job.status == "cancelled"


def test_the_storyboard_is_approved_on_the_page(page: Page, api: FakeApi) -> None:
    job = api.add(approvals=["storyboard"])
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#gate")).to_contain_text("Shall it go on with these scenes?")
    expect(page.locator("[aria-current=step]")).to_have_class("phase is-waiting")  # nothing turns: it waits
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#gate")).to_be_hidden()
    api.play(job)
    expect(page.locator("#badge")).to_have_text("Finished")


def test_a_video_is_deleted_after_a_question(page: Page, api: FakeApi) -> None:
    job = api.add()
    api.play(job)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/jobs/{job.video_id}")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#empty")).to_be_visible()
    assert api.jobs == {}


def test_an_unknown_video_is_said_to_be_unknown(page: Page, api: FakeApi) -> None:
    page.goto("/jobs/nope")
    expect(page.get_by_role("alert")).to_contain_text("There is no video at this address.")


def test_markup_in_a_title_stays_text(page: Page, api: FakeApi) -> None:
    job = api.add("<img src=x onerror=alert(1)> & <b>bold</b>")
    page.goto(f"/jobs/{job.video_id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("<img src=x onerror=alert(1)> & <b>bold</b>")


def test_a_scene_is_edited_while_the_storyboard_waits(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle", approvals=["storyboard"])
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#gate .hint").first).to_contain_text(
        "Still to be made, for $0.0021 at most: pictures of scenes 2, 3"
    )
    page.locator(".scene").nth(1).get_by_text("Picture in words").click()
    expect(page.locator(".scene").nth(1)).to_contain_text("A bottle, view 2")
    page.get_by_role("button", name="Edit scene 2").click()
    page.get_by_label("Line").fill("Hot for a day.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".scene-line").nth(1)).to_have_text("Hot for a day.")
    expect(page.locator("#gate")).to_be_visible()
    page.get_by_role("button", name="Edit scene 1").click()
    page.get_by_role("button", name="Draw another picture").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    until(page, "document.querySelectorAll('#story li').length >= 9")
    page.get_by_role("button", name="Another picture of scene 3").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    until(page, "document.querySelectorAll('#story li').length >= 11")
    assert job.asked_for == [{"line": "Hot for a day."}, {"redraw": True}, {"redraw": True}]
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("button", name="Edit scene 2")).to_have_count(0)


def test_the_pictures_of_a_storyboard_are_files_until_the_sheet_is_drawn(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle", approvals=["storyboard"])
    api.play(job)
    job.pictures = 2
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator(".download")).to_have_text(["scene-1.png", "scene-2.png"])


def test_a_finished_video_is_revised_after_the_change_and_its_price_were_seen(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle")
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    page.get_by_label("What shall be different?").fill("warmer, make it pop")
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator(".differences li")).to_have_count(2)
    expect(page.locator(".answer")).to_contain_text("Not done: “make it pop”: not understood")
    expect(page.locator(".answer")).to_contain_text("for $0.0021 at most")
    assert len(api.jobs) == 1
    page.get_by_role("button", name="Make iteration 2").click()
    page.wait_for_url("**/jobs/video002")
    expect(page.locator("#facts")).to_contain_text("Iteration")
    expect(page.get_by_role("link", name="the video before")).to_have_attribute("href", "/jobs/video001")


def test_a_remark_that_is_refused_is_told_in_the_servers_words(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle")
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    page.get_by_label("What shall be different?").fill("pop")
    page.keyboard.press("Enter")
    expect(page.locator("#revise .alert")).to_have_text("remark: “pop”: not understood")


def test_an_idea_is_chosen_by_keyboard_after_others_were_asked_for(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle", concepts=3, approvals=["concept"])
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    cards = page.locator(".concept")
    expect(cards).to_have_count(3)
    expect(cards.nth(0)).to_contain_text("best score")
    expect(cards.nth(1)).to_contain_text("Handheld, a 35mm lens")
    expect(cards.nth(1)).to_contain_text("at most $0.0123 to make, $0.002 to think of")
    expect(page.locator("#screen")).to_be_hidden()
    page.get_by_role("button", name="Show me others").click()
    expect(cards).to_have_count(4)
    expect(page.get_by_role("button", name="Show me others")).to_have_count(0)
    third = cards.nth(2).get_by_role("button", name="Choose this one")
    expect(third).to_have_accessible_description("3. Somebody who gave up on warm tea")
    cards.nth(1).get_by_role("button").focus()
    page.keyboard.press("Tab")
    expect(third).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#gate")).to_be_hidden()
    expect(cards.first).to_be_hidden()
    assert job.asked_for == [{"gate": "concept", "approved": True, "concept": 3}]
    expect(page.locator("#screen")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_where_no_idea_pleases_all_are_refused(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle", concepts=2, approvals=["concept"])
    api.play(job)
    page.goto(f"/jobs/{job.video_id}")
    page.get_by_role("button", name="None of these").click()
    expect(page.locator("#failure")).to_contain_text("The concept was refused")
    expect(page.locator("#badge")).to_have_text("Turned down")
    expect(page.locator("#failure")).not_to_contain_text("ApprovalRejected")
    expect(page.locator(".is-bad, .is-failed, .is-broken")).to_have_count(0)
    page.goto("/")
    expect(page.locator(".video").first).to_contain_text("Turned down")
    expect(page.locator(".video").first).to_contain_text("The concept was refused")
    page.goto(f"/jobs/{job.video_id}")
    page.get_by_role("button", name="Try again").click()
    api.play(job)
    expect(page.get_by_role("button", name="None of these")).to_be_visible()


def test_a_video_whose_offer_is_over_says_so_on_its_page_and_in_the_list(page: Page, api: FakeApi) -> None:
    job = api.add("A bottle")
    api.play(job)
    note = "offer ended 30 June 2027; do not show it any more"
    job.offer = {"ends": "2027-06-30", "over": True, "note": note}
    page.goto(f"/jobs/{job.video_id}")
    expect(page.locator("#offer")).to_have_text(f"Its {note}.")
    page.get_by_role("link", name="Videos").click()
    expect(page.locator(".video-offer")).to_have_text(note)
