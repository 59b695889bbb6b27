"""The ports that nearly every stage of a job needs, and what is done with them everywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.job import Job, Phase
from spotworks.domain.keys import document_key
from spotworks.domain.languages import RULED, Voices
from spotworks.domain.placement import Placement
from spotworks.domain.progress import enter
from spotworks.errors import BudgetExceeded, NotFound
from spotworks.ports import Channels, Clock, Files, Jobs, Ledger, Mode, Modes, Quantifier, Spend, Tokens, Waits

Document = TypeVar("Document", bound=Frozen)


@dataclass(frozen=True)
class Desk:
    jobs: Jobs
    channels: Channels
    work: Files
    waits: Waits
    tokens: Tokens
    ledger: Ledger
    clock: Clock
    modes: Modes
    placements: tuple[Placement, ...]
    quantifier: Quantifier
    claims: ClaimRules
    languages: frozenset[str] | None = RULED
    """Those that the writer plans in; None for any."""
    planners: tuple[str, ...] = ()
    """The language models of which one plans and judges, by their names; the catalogue need not have them."""
    voices: Voices | None = None
    """The voice's; None where it speaks whatever it is given."""
    rest: Callable[[float], None] = lambda seconds: None
    """For so many seconds; where nobody rests, what is waited for is asked for at once."""
    nonce: Callable[[], str] = lambda: ""
    """Never the same, so that two who ask at one moment have a line each in the ledger."""

    def mode(self, brief: Brief) -> tuple[Mode, Frozen]:
        """The brief's mode and its options. Raises InvalidRequest, naming the field, and ModelUnavailable."""
        mode = self.modes.find(brief.mode)
        return mode, mode.validate_config(brief.mode_options)

    def read(self, job: JobRef, name: str, model: type[Document]) -> Document:
        """A document of the job. Raises NotFound."""
        return stored(model, self.work.read(document_key(job.tenant, job.video_id, name)))

    def read_all(self, keys: Sequence[str]) -> list[bytes]:
        """Files of the work bucket, several at once. Raises NotFound, naming the first that is gone."""
        found = zip(keys, self.work.read_many(keys), strict=True)
        return [self.work.read(key) if content is None else content for key, content in found]

    def find(self, job: JobRef, name: str, model: type[Document]) -> Document | None:
        try:
            return self.read(job, name, model)
        except NotFound:
            return None

    def write(self, job: JobRef, name: str, document: Frozen) -> None:
        key = document_key(job.tenant, job.video_id, name)
        self.work.write(key, document.model_dump_json(indent=1).encode(), content_type="application/json")

    def enter(self, job: JobRef, phase: Phase, message: str) -> Job:
        """Records that a phase began."""
        return self.jobs.record(job.tenant, job.video_id, lambda j: enter(j, phase), message)

    def note(self, job: JobRef, message: str, *, scene: int | None = None, reused: bool = False) -> None:
        """Records something worth telling, without moving the job."""
        self.jobs.record(job.tenant, job.video_id, lambda j: j, message, scene=scene, reused=reused)

    def spend(self, job: JobRef, spend: Spend) -> None:
        """Books what is gone. Raises BudgetExceeded after it, if the job's money did not reach."""
        if not self.ledger.spend(job.tenant, hold_name(job), spend):
            raise BudgetExceeded(f"{spend.what} at ${spend.amount} passed the job's cap")


def hold_name(job: JobRef) -> str:
    """The reservation of this attempt."""
    return f"{job.video_id}#{job.attempt}"
