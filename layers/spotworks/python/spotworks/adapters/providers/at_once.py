"""APIs that answer a call when its work is done: there is no job to ask about, to cancel or to be told of."""

from collections.abc import Mapping
from typing import ClassVar

from spotworks.domain.model import Model
from spotworks.errors import Forged, ProviderRejected
from spotworks.ports import VendorJob, VendorStatus

PATIENCE = 180.0  # seconds for an answer: a picture takes up to two minutes, and whoever hangs up pays all the same


class AtOnce:
    """All of ports.Vendor but `create`, which returns a VendorStatus. name: the vendor's, for people."""

    name: ClassVar[str]

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        raise ProviderRejected(f"{self.name} answers at once and keeps no jobs")

    def cancel(self, job: VendorJob, model: Model) -> None:
        """There is never anything to stop."""

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        raise ProviderRejected(f"{self.name} cannot say what became of a call whose answer was lost")

    def hears(self) -> bool:
        return False

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        raise Forged(f"{self.name} sends no webhooks")
