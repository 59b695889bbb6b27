"""What holds for every vendor alike."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.vendors import FAKES
from local.vendors.answers import Answers, answering
from local.vendors.base import Fake
from local.vendors.contract.case import NAMED, Case
from local.vendors.contract.odd import DEEP, said_by
from local.vendors.faults import Fault, Faults
from local.vendors.serving import account_at, png_of, served
from local.vendors.shop import Shop, Work
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.downloads import download
from spotworks.errors import (
    DeliveryUnusable,
    Forged,
    KeyRejected,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    SpotworksError,
)
from spotworks.ports import StillInput, VendorJob, VendorStatus

_KINDS = {"clip": "clip", "image": "image", "music": "song"}


def only(shop: Shop) -> Work:
    """The one call that a vendor took."""
    [work] = shop.paid.values()
    return work


class VendorContract:
    """A subclass has a fixture `case`. fakes: those that are served."""

    fakes: ClassVar[tuple[type[Fake], ...]] = FAKES

    @pytest.fixture(scope="class")
    def street(self) -> Iterator[Shop]:
        """One server for a class: starting one for each of some hundred tests would take a minute."""
        with served(Shop(seconds=0.0), fakes=self.fakes) as found:
            yield found

    @pytest.fixture
    def shop(self, street: Shop) -> Shop:
        """All vendors' fakes, as if just opened; their work is done at once."""
        vars(street).update(vars(Shop(base=street.base, seconds=0.0)))
        return street

    @pytest.fixture(scope="class")
    def answers(self) -> Iterator[Answers]:
        with answering() as found:
            yield found

    @pytest.fixture
    def vendor(self, shop: Shop, case: Case) -> Any:
        return case.at(shop)

    def test_what_is_wanted_is_made(self, shop: Shop, vendor: Any, case: Case) -> None:
        done = case.ended(vendor)
        assert done.state == "succeeded", done
        assert done.outputs
        work = only(shop)
        assert work.ask.prompt == case.prompt
        assert (work.provider, work.ask.kind) == (case.model.provider, _KINDS[case.model.makes[0]])
        if case.model.makes[0] == "clip":
            assert work.ask.width > work.ask.height
            assert work.ask.seconds == pytest.approx(case.model.lengths[0], abs=0.21)

    @pytest.mark.parametrize("fault", NAMED)
    def test_what_goes_wrong_has_a_name_and_is_asked_once(
        self, shop: Shop, vendor: Any, case: Case, fault: Fault
    ) -> None:
        shop.faults = Faults(script={case.model.provider: [fault]})
        assert case.outcome(vendor) == (case.errors.get(fault, NAMED[fault]), case.costs.get(fault))
        assert shop.asked == [f"POST /{case.model.provider}{case.paid}"]

    def test_a_vendor_that_asks_for_patience_is_heard(self, shop: Shop, vendor: Any, case: Case) -> None:
        shop.faults = Faults(script={case.model.provider: ["throttled"]})
        with pytest.raises(ProviderThrottled) as caught:
            vendor.create(case.wanted())
        assert caught.value.retry_after == case.patience

    def test_a_call_whose_answer_was_lost_is_found_by_our_key_where_the_api_can_tell(
        self, shop: Shop, vendor: Any, case: Case
    ) -> None:
        shop.faults = Faults(script={case.model.provider: ["broken_after"]})
        callback = "" if case.model.webhook == "no" else "http://127.0.0.1:9/hooks/the-key"
        began = datetime.now(UTC).isoformat()
        with pytest.raises(OutcomeUnknown):
            vendor.create(case.wanted(callback=callback))
        if case.lost:
            with pytest.raises(ProviderRejected, match=case.lost):
                vendor.find("the-key", case.model)
            return
        found = vendor.find("the-key", case.model, began=began)
        assert found is not None
        assert (found.id, vendor.poll(found, case.model).state) == (only(shop).id, "succeeded")
        assert vendor.find("another", case.model, began=began) is None

    @pytest.mark.parametrize("fault", ["private_url", "empty"])
    def test_a_file_that_cannot_be_is_refused(
        self, shop: Shop, vendor: Any, case: Case, fault: Fault, tmp_path: Path
    ) -> None:
        if case.inline and fault == "private_url":
            pytest.skip("the file is in the answer")
        shop.faults = Faults(script={case.model.provider: [fault]})
        try:
            done = case.ended(vendor)
            if done.state == "succeeded":
                download(done.outputs[0], tmp_path / "clip", allow=account_at(shop, "").allow)
            error = done.error
        except (DeliveryUnusable, OutcomeUnknown) as caught:
            error = type(caught).__name__
        assert error == case.errors.get(fault, "DeliveryUnusable")

    def test_a_callback_is_asked_for_only_where_its_news_could_be_believed(self, vendor: Any, case: Case) -> None:
        if case.silent or case.signed_by is not None:
            assert vendor.hears() is not case.silent
        else:
            assert vendor.hears() is (case.model.webhook != "no")

    def test_only_news_that_are_proved_are_believed_for_five_minutes(self, shop: Shop, vendor: Any, case: Case) -> None:
        now = time.time()
        if case.silent:
            with pytest.raises(Forged):
                vendor.believe({}, b"{}", now=now)
        elif case.signed_by is None:  # they came by a path that cannot be guessed, and only make us ask
            vendor.believe({}, b"whatever", now=0)
        else:
            vendor.create(case.wanted())
            fake, work = case.signed_by(shop), only(shop)
            headers, body = fake.news(work, "succeeded")
            vendor.believe(headers, body, now=now)
            for told, text, at in (
                (headers, body, now + 301), (headers, body, now - 301), (fake.forged(work)[0], body, now),
                ({}, body, now), *([(headers, body + b" ", now)] if case.seals else []),
            ):  # fmt: skip
                with pytest.raises(Forged):
                    vendor.believe(told, text, now=at)

    def test_a_key_or_address_that_is_missing_is_named_before_anything_is_sent(self, shop: Shop, case: Case) -> None:
        model = case.model
        bare = Account(model.provider, lambda name: "", base="" if model.endpoint else f"{shop.base}/{model.provider}")
        named = model.endpoint or f"({'|'.join(model.secrets)}); get it at https://"
        with pytest.raises(ModelUnavailable, match=named):
            case.wire(bare).create(case.wanted())
        assert shop.asked == []

    def test_a_key_that_cannot_be_one_is_named_before_anything_is_sent(self, shop: Shop, case: Case) -> None:
        if not case.model.secrets:
            pytest.skip("it needs none")
        vendor = case.wire(Account(case.model.provider, lambda name: '"a key"', base=f"{shop.base}/x"))
        with pytest.raises(ModelUnavailable, match=f"({'|'.join(case.model.secrets)}).*(quotes|must be)"):
            vendor.create(case.wanted())
        assert shop.asked == []

    def test_a_key_without_rights_is_told_from_work_that_is_refused(self, answers: Answers, case: Case) -> None:
        answers.says({"message": "This key may not do that."}, 403)
        with pytest.raises(KeyRejected):
            case.told(answers).create(case.wanted())

    def test_no_answer_gets_past_the_names_of_errors(self, answers: Answers, case: Case) -> None:
        vendor, job = case.told(answers), VendorJob(id="the-job")
        about: dict[str, Any] = {} if case.lost else {"callback": "https://hooks.example/the-key"}

        @settings(max_examples=60, deadline=None)
        @given(said_by(case), st.sampled_from([200, 200, 200, 400, 404, 429, 500]))
        def told(said: Any, status: int) -> None:
            answers.says(said, status)
            try:
                made = vendor.create(case.wanted(**about))
            except OutcomeUnknown:
                assert status == 200 or case.hides
            except SpotworksError:
                assert status != 200 or case.hides
            else:
                assert isinstance(made, VendorStatus) or (isinstance(made, VendorJob) and made.id)
                assert status < 300
            with suppress(SpotworksError):
                assert isinstance(vendor.poll(job, case.model), VendorStatus)
            with suppress(SpotworksError):
                assert vendor.cancel(job, case.model) is None
            with suppress(SpotworksError):
                found = vendor.find("the-key", case.model)
                assert found is None or (isinstance(found, VendorJob) and found.id)

        told()

    @pytest.mark.parametrize("said", [b"<html>busy</html>", b"", b'{"id": 7}', b"[]", b"null", DEEP])
    def test_a_paid_call_answered_with_something_else_may_have_begun(
        self, answers: Answers, case: Case, said: bytes
    ) -> None:
        answers.says(said)
        with pytest.raises(OutcomeUnknown):
            case.told(answers).create(case.wanted())

    def test_a_picture_that_the_model_takes_is_what_it_begins_with(self, shop: Shop, vendor: Any, case: Case) -> None:
        if case.model.first_frame == "no":
            pytest.skip("the model takes none")
        still = StillInput(content=png_of(360, 640), content_type="image/png")
        if case.by_url:
            with pytest.raises(ModelUnavailable, match="public addresses only"):
                vendor.create(case.wanted(first_frame=still))
            assert shop.asked == []
            return
        done = case.ended(vendor, first_frame=still)
        assert done.state == "succeeded", done
        assert only(shop).ask.picture == still.content
