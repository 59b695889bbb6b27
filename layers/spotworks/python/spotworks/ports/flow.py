"""The state machine and who waits in it."""

from collections.abc import Sequence
from typing import Any, Protocol

from spotworks.domain.base import Frozen, JobRef


class Wait(Frozen):
    """A state of a running execution that waits for something to end.

    wait_id: made from the job and what is waited for, so that a retried state finds its own;
    token: Step Functions' task token; address: the content address of what is being made;
    ticket: the vendor's job or the Batch job; outcome: what was decided, or None while pending.
    """

    wait_id: str
    tenant: str
    video_id: str
    kind: str
    token: str
    address: str = ""
    ticket: str = ""
    scene: int | None = None
    request_id: str = ""
    attempt: int = 1
    outcome: dict[str, Any] | None = None

    @property
    def job(self) -> JobRef:
        return JobRef(tenant=self.tenant, video_id=self.video_id, request_id=self.request_id, attempt=self.attempt)

    @property
    def buyer(self) -> str:
        """Who pays for what this wait is for: the same for every token and every attempt."""
        return f"{self.video_id}#{self.wait_id}"


class Waits(Protocol):
    """Who waits for what. One decision each: the first outcome stands, later ones change nothing."""

    def open(self, wait: Wait) -> None:
        """Records a wait as pending, in place of an older one of the same wait_id."""
        ...

    def get(self, tenant: str, video_id: str, wait_id: str) -> Wait | None: ...

    def promise(self, wait: Wait, ticket: str) -> None:
        """Notes the vendor's id for a pending wait."""
        ...

    def decide(self, wait: Wait, outcome: dict[str, Any]) -> Wait | None:
        """Stores the outcome if there is none, by a conditional write on wait.token.

        The wait with the outcome that stands, or None if its token was sent already or is no longer
        the wait's own. Whoever gets a wait sends the token: a crash in between leaves it to be sent
        by the next caller.
        """
        ...

    def delivered(self, wait: Wait) -> None:
        """The token was sent."""
        ...

    def pending(self, tenant: str, video_id: str) -> Sequence[Wait]: ...

    def all(self, tenant: str, video_id: str) -> Sequence[Wait]:
        """Those that are over too, in one read."""
        ...


class Tokens(Protocol):
    """Step Functions' callback. A token that is gone (timed out, cancelled) is no error."""

    def succeed(self, token: str, output: dict[str, Any]) -> None: ...

    def fail(self, token: str, error: str, cause: str) -> None: ...

    def heartbeat(self, token: str) -> bool:
        """False if nobody waits any more, so that the work can stop."""
        ...


class Machine(Protocol):
    """The state machine."""

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """The execution's ARN; the same name again gives the same execution."""
        ...

    def stop(self, execution: str, cause: str) -> None: ...


class RenderQueue(Protocol):
    """Batch."""

    def submit(self, name: str, environment: dict[str, str]) -> str:
        """The job's id."""
        ...
