"""What holds for every vendor alike: local.vendors.contract, with the cases of tests.fakes.cases.

Voices have a contract of their own, test_speakers.py.
"""

import pytest

from local.vendors.contract import AtOnceContract, JobsContract
from tests.fakes.cases import AT_ONCE, WITH_JOBS


class TestVendorsWithJobs(JobsContract):
    @pytest.fixture(params=WITH_JOBS.values(), ids=WITH_JOBS.keys())
    def case(self, request):
        return request.param


class TestVendorsThatAnswerAtOnce(AtOnceContract):
    @pytest.fixture(params=AT_ONCE.values(), ids=AT_ONCE.keys())
    def case(self, request):
        return request.param
