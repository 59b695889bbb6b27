"""The API reference, drawn from the document that the handlers' own models make."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from infra.catalogue import ROUTES
from tests.fakes.api import FakeApi

pytestmark = pytest.mark.browser


@pytest.fixture
def document(media: Path) -> None:
    from spotworks.runtime.api.pages import document

    (media / "openapi.json").write_text(document())


@pytest.mark.usefixtures("document")
def test_every_operation_is_described_with_an_example(page: Page, api: FakeApi) -> None:
    page.goto("/docs")
    wanted = [route for route in ROUTES if not route.public]
    expect(page.locator(".operation:has(.method)")).to_have_count(len(wanted))
    generate = page.locator("#post-api-generate")
    expect(generate).to_contain_text("call_to_action")
    expect(generate.locator("pre")).to_contain_text(f'curl -X POST "{api.url}/api/generate"')
    expect(generate.locator("pre")).to_contain_text('"prompt":"A steel bottle')


@pytest.mark.usefixtures("document")
def test_a_schema_is_reached_by_its_name(page: Page) -> None:
    page.goto("/docs")
    page.locator("#get-api-status-video-id").get_by_role("link", name="VideoStatus").click()
    expect(page.locator("#schema-VideoStatus")).to_be_in_viewport()
    expect(page.locator("#schema-VideoStatus")).to_contain_text("stitched_video_url")


@pytest.mark.usefixtures("document")
def test_the_reference_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/docs")
    expect(page.locator("#schema-VideoStatus")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
