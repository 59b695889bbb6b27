"""What holds for vendors that take work and are asked about it later."""

from typing import Any

import pytest

from local.vendors.answers import Answers
from local.vendors.contract.case import Case
from local.vendors.contract.every import VendorContract, only
from local.vendors.contract.odd import DEEP
from local.vendors.faults import Fault, Faults
from local.vendors.shop import Shop
from spotworks.errors import ProviderUnavailable
from spotworks.ports import VendorJob


class JobsContract(VendorContract):
    """Of a vendor that takes work and is asked about it later."""

    @pytest.mark.parametrize(
        ("fault", "error"), [("failed", "ProviderUnavailable"), ("refused_output", "ModerationRefused")]
    )
    def test_work_that_fails_says_why_and_what_it_cost(
        self, shop: Shop, vendor: Any, case: Case, fault: Fault, error: str
    ) -> None:
        shop.faults = Faults(script={case.model.provider: [fault]})
        done = case.ended(vendor)
        assert (done.state, done.error, done.cost_usd) == ("failed", error, case.costs.get(fault))
        assert len(done.message) > len("RunPod: ")

    def test_work_that_is_under_way_is_neither_done_nor_lost(self, shop: Shop, vendor: Any, case: Case) -> None:
        shop.faults, shop.seconds = Faults(script={case.model.provider: [None, "stuck"]}), 60
        waiting, running = vendor.create(case.wanted()), vendor.create(case.wanted(client_key="other"))
        assert vendor.poll(waiting, case.model).state == case.waits
        assert vendor.poll(running, case.model).state == "running"

    def test_cancelling_reaches_the_vendor_or_is_known_to_be_impossible(
        self, shop: Shop, vendor: Any, case: Case
    ) -> None:
        shop.seconds = 60
        job, asked = vendor.create(case.wanted()), len(shop.asked)
        vendor.cancel(job, case.model)
        assert only(shop).cancelled is case.stops
        assert (len(shop.asked) > asked) is case.stops
        assert vendor.poll(job, case.model).state == (case.gone if case.stops else case.waits)
        vendor.cancel(job, case.model)  # no error when it is over

    def test_cancelling_what_is_over_takes_nothing_away(self, vendor: Any, case: Case) -> None:
        job = vendor.create(case.wanted())
        vendor.cancel(job, case.model)
        assert vendor.poll(job, case.model).state == "succeeded"

    @pytest.mark.parametrize("said", [b"<html>busy</html>", b"[]", b"null", b'{"status": "dancing"}', DEEP])
    def test_an_answer_that_says_nothing_of_the_work_does_not_end_it(
        self, answers: Answers, case: Case, said: bytes
    ) -> None:
        answers.says(said)
        with pytest.raises(ProviderUnavailable):
            case.told(answers).poll(VendorJob(id="the-job"), case.model)
