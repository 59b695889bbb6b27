"""That nothing that a vendor took is paid for again: what counts as the same call."""

from contextlib import suppress

import pytest

from local.vendors.faults import Faults
from local.vendors.repeats import repeated
from spotworks.errors import SpotworksError
from tests.fakes import cases
from tests.fakes.language import Reply, asked, speaking
from tests.local.vendors.test_faults import said


def books(shop):
    """As GET /shop tells them."""
    return [
        {"provider": work.provider, "kind": work.ask.kind, "key": work.key, "own": work.own, "fault": work.fault}
        for work in shop.paid.values()
    ]


@pytest.mark.parametrize("name", cases.WITH_JOBS | cases.AT_ONCE)
def test_the_same_order_sent_twice_is_seen_on_every_wire(shop, name):
    case, callback = (cases.WITH_JOBS | cases.AT_ONCE)[name], ""
    if case.model.webhook != "no":
        callback = "http://127.0.0.1:9/hooks/the-key"
    vendor = case.at(shop)
    vendor.create(case.wanted(callback=callback))
    vendor.create(
        case.wanted(callback=callback and f"{callback}-2", client_key="another", prompt="steam falls", seed=8)
    )
    assert repeated(books(shop)).again == []
    shop.faults = Faults(script={case.model.provider: ["broken_after"]})
    try:
        vendor.create(case.wanted(callback=callback))
    except SpotworksError as error:
        if "is not unique" in str(error):  # Kling takes a key of ours once only
            return
    found = repeated(books(shop))
    assert [len(works) for works in found.again] == [2]
    assert found.different == 2
    assert found.keyed == (2 if callback or name == "comfyui" else 0)


def test_a_line_is_the_same_if_its_text_is_and_one_after_what_failed_or_was_of_no_use_is_no_repeat(shop):
    shop.faults = Faults(script={"elevenlabs": ["failed", "corrupt", None, "broken_after"]})
    for again in (0, 0, 0, 1):
        with suppress(SpotworksError):
            said("elevenlabs_v3", shop, None)
        assert len(repeated(books(shop)).again) == again
    assert repeated(books(shop)).anew == 1


def test_a_question_is_asked_again_only_where_its_answer_was_lost(shop):
    shop.faults = Faults(script={"openai": ["broken_after"]})
    model, counts = speaking(shop, "openai"), []
    for _ in range(3):
        with suppress(SpotworksError):
            model.answer(asked(), Reply)
        found = repeated(books(shop))
        counts.append((found.lost, len(found.again)))
    assert counts == [(0, 0), (1, 0), (1, 1)]
