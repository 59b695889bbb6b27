"""What every vendor's adapter must hold to against its fake (ports.Vendor): a case is all that one is registered by.

    class TestAcme(JobsContract):  # or AtOnceContract
        fakes = (FakeAcme,)

        @pytest.fixture
        def case(self):
            return Case(Acme, MODEL, "/v1/clips", signed_by=FakeAcme)

Register `pytest.register_assert_rewrite("local.vendors.contract")` before, for readable failures.
"""

from local.vendors.contract.at_once import AtOnceContract
from local.vendors.contract.case import AT_ONCE, NAMED, Case, impatient
from local.vendors.contract.every import VendorContract
from local.vendors.contract.jobs import JobsContract
from local.vendors.contract.odd import odd

__all__ = ["AT_ONCE", "NAMED", "AtOnceContract", "Case", "JobsContract", "VendorContract", "impatient", "odd"]
