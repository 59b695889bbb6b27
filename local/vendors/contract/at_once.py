"""What holds for vendors that answer when their work is done."""

from typing import Any

import pytest

from local.vendors.contract.case import AT_ONCE, Case
from local.vendors.contract.every import VendorContract
from local.vendors.faults import Fault, Faults
from local.vendors.shop import Shop
from spotworks.errors import ProviderRejected
from spotworks.ports import VendorJob


class AtOnceContract(VendorContract):
    """Of a vendor that answers when its work is done."""

    @pytest.mark.parametrize("fault", AT_ONCE)
    def test_what_goes_wrong_with_work_that_is_done_at_once_is_told_by_its_answer(
        self, shop: Shop, vendor: Any, case: Case, fault: Fault
    ) -> None:
        shop.faults = Faults(script={case.model.provider: [fault]})
        assert case.outcome(vendor) == (case.errors.get(fault, AT_ONCE[fault]), case.costs.get(fault))
        assert shop.asked == [f"POST /{case.model.provider}{case.paid}"]

    def test_what_keeps_no_jobs_says_so(self, vendor: Any, case: Case) -> None:
        if not case.silent:
            pytest.skip("it keeps them")
        vendor.cancel(VendorJob(id="x"), case.model)
        with pytest.raises(ProviderRejected, match="keeps no jobs"):
            vendor.poll(VendorJob(id="x"), case.model)
