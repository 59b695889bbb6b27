"""What every vendor's adapter must hold to against its fake (ports.Vendor): a case is all that one is registered by.

    class TestAcme(JobsContract):  # or AtOnceContract
        fakes = (FakeAcme,)

        @pytest.fixture
        def case(self):
            return Case(Acme, MODEL, "/v1/clips", signed_by=FakeAcme)

Register `pytest.register_assert_rewrite("local.vendors.contract")` before, for readable failures.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.vendors import FAKES
from local.vendors.answers import Answers, answering
from local.vendors.base import Fake
from local.vendors.faults import Fault, Faults
from local.vendors.serving import account_at, png_of, served
from local.vendors.shop import Shop, Work
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.downloads import download
from spotworks.domain.model import Model
from spotworks.errors import (
    DeliveryUnusable,
    Forged,
    KeyRejected,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest, VendorStatus

NAMED: Mapping[Fault, str] = {
    "throttled": "ProviderThrottled", "unavailable": "ProviderUnavailable", "no_credit": "CreditGone",
    "revoked": "KeyRejected", "refused_input": "ModerationRefused", "redirect": "ProviderRejected",
    "broken_before": "OutcomeUnknown", "broken_after": "OutcomeUnknown",
}  # fmt: skip
"""The faults of a paid call, and what each is called by us."""
AT_ONCE: Mapping[Fault, str] = {
    "refused_output": "ModerationRefused", "failed": "ProviderUnavailable", "stuck": "OutcomeUnknown",
}  # fmt: skip
"""Those of the work, where it is done before the call is answered."""
_DEEP = b"[" * 200_000


@dataclass(frozen=True)
class Case:
    """How one vendor is set up.

    paid: path of the paid call, under the provider's. about: of each request, beside what the model needs; secrets: by
    environment name, for those that are no plain word. prompt: what the vendor reads for "steam rises".
    lost: what it says of a lost call, a pattern; "" where its API tells of it. stops: whether it can be cancelled.
    inline: the file is in the answer. by_url: it reads pictures at public
    addresses only. signed_by: the fake that signs the news; seals: whether the signature is over the body.
    silent: it keeps no jobs and sends no news. waits, gone: the states in which work waits and has been cancelled.
    patience: seconds that the fake asks for. errors: faults that come by another name than NAMED; costs: of work that
    failed, by fault, None for the catalogue's. hides: errors may come with status 200.
    names, words: of fields and values in its answers.
    """

    wire: type[Any]
    model: Model
    paid: str
    about: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    prompt: str = "steam rises"
    lost: str = ""
    stops: bool = True
    inline: bool = False
    by_url: bool = False
    signed_by: type[Fake] | None = None
    seals: bool = True
    silent: bool = False
    waits: str = "queued"
    gone: str = "cancelled"
    patience: float | None = None
    errors: Mapping[Fault, str] = field(default_factory=dict)
    costs: Mapping[Fault, Decimal] = field(default_factory=dict)
    hides: bool = False
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def wanted(self, **about: Any) -> VendorRequest:
        """A request as domain.fitting makes it."""
        model = self.model
        aspect = "16:9" if "16:9" in model.aspects else model.aspects[0]
        first: dict[str, Any] = {
            "kind": model.makes[0], "model": model, "prompt": "steam rises", "aspect": aspect, "seed": 7,
            "seconds": model.lengths[0] if model.lengths else None, "size": model.sizes.get(aspect, ""),
            "resolution": next(iter(model.resolutions), ""), "client_key": "the-key",
        }  # fmt: skip
        if model.first_frame == "required":
            first["first_frame"] = StillInput(content=png_of(640, 360), content_type="image/png")
        return VendorRequest(**{**first, **self.about, **about})

    def at(self, shop: Shop) -> Any:
        return self.wire(account_at(shop, self.model.provider, **self.secrets))

    def told(self, answers: Answers) -> Any:
        return self.wire(answers.account(self.model.provider, **self.secrets))

    def ended(self, vendor: Any, **about: Any) -> VendorStatus:
        """What comes of a request that takes no time."""
        job = vendor.create(self.wanted(**about))
        done = job if isinstance(job, VendorStatus) else vendor.poll(job, self.model)
        assert isinstance(done, VendorStatus)
        return done

    def outcome(self, vendor: Any) -> tuple[str, Decimal | None]:
        """The name of the error that a request ends in, raised or told, and what it is said to cost; "" for none."""
        try:
            done = self.ended(vendor)
        except SpotworksError as error:
            return type(error).__name__, None
        return done.error, done.cost_usd


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
        with pytest.raises(OutcomeUnknown):
            vendor.create(case.wanted(callback=callback))
        if case.lost:
            with pytest.raises(ProviderRejected, match=case.lost):
                vendor.find("the-key", case.model)
            return
        found = vendor.find("the-key", case.model)
        assert found is not None
        assert (found.id, vendor.poll(found, case.model).state) == (only(shop).id, "succeeded")
        assert vendor.find("another", case.model) is None

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
        @given(_said(case), st.sampled_from([200, 200, 200, 400, 404, 429, 500]))
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

    @pytest.mark.parametrize("said", [b"<html>busy</html>", b"", b'{"id": 7}', b"[]", b"null", _DEEP])
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

    @pytest.mark.parametrize("said", [b"<html>busy</html>", b"[]", b"null", b'{"status": "dancing"}', _DEEP])
    def test_an_answer_that_says_nothing_of_the_work_does_not_end_it(
        self, answers: Answers, case: Case, said: bytes
    ) -> None:
        answers.says(said)
        with pytest.raises(ProviderUnavailable):
            case.told(answers).poll(VendorJob(id="the-job"), case.model)


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


_KINDS = {"clip": "clip", "image": "image", "music": "song"}


def only(shop: Shop) -> Work:
    """The one call that a vendor took."""
    [work] = shop.paid.values()
    return work


def odd(*names: str) -> st.SearchStrategy[Any]:
    """JSON that looks like an answer: objects with these names, and anything else in their places."""
    plain = st.none() | st.booleans() | st.integers(-5, 2**40) | st.floats() | st.text(max_size=12)
    words = plain | st.sampled_from(names) | st.sampled_from(["QUJD", "http://[", "files/x", "https://x.example/y"])
    return st.recursive(
        words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=6),
        max_leaves=20,
    )


def _said(case: Case) -> st.SearchStrategy[Any]:
    """Odd answers, among them many that hold one of the vendor's own words where a state is."""
    names = ("id", "status", "message", "error", *case.names)
    anything = odd(*names)
    value = anything | st.sampled_from(case.words or names)
    return anything | st.dictionaries(st.sampled_from(names), value, min_size=1, max_size=6)
