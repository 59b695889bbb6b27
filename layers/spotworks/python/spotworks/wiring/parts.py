"""What stands behind the ports of this machine and of AWS: rows, files, queues, and what a stage finds on its desk."""

import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from spotworks.catalogue import load
from spotworks.domain.brief import Brief
from spotworks.domain.languages import RULED, Voices
from spotworks.domain.parameters import Parameters
from spotworks.domain.research import Research
from spotworks.ports import Announcer, Files, Galleries, Ledger, Machine, Quantifier, RenderQueue, Watchers
from spotworks.stages.shared.desk import Desk
from spotworks.wiring.accounts import planners
from spotworks.wiring.creative import claim_rules, modes, placements
from spotworks.wiring.environment import SystemClock, new, required, said, table


@cache
def desk() -> Desk:
    clock = SystemClock()
    return Desk(
        jobs=new("aws.jobs", "TableJobs", table(), clock),
        work=work(),
        channels=new("aws.channels", "TableChannels", table(), clock),
        waits=new("aws.waits", "TableWaits", table(), clock),
        tokens=new("aws.flow", "StepTokens"),
        ledger=_ledger(clock),
        clock=clock,
        placements=placements(),
        modes=modes(),
        quantifier=_LateQuantifier(),
        claims=claim_rules(),
        languages=None if said("SPOTWORKS_LANGUAGE_MODEL") else RULED,
        voices=Voices.model_validate(load("espeak")),
        planners=planners(),
        rest=time.sleep,
        nonce=partial(secrets.token_hex, 8),
    )


class _LateQuantifier:
    """Made when a brief is read: most functions read none, and its words are a tenth of what they would import."""

    def resolved(self, brief: Brief, given: frozenset[str]) -> tuple[Brief, Parameters]:
        return _quantifier().resolved(brief, given)

    def informed(self, brief: Brief, parameters: Parameters, research: Research) -> Parameters:
        return _quantifier().informed(brief, parameters, research)


@cache
def _quantifier() -> Quantifier:
    return new("local.writer.quantify", "LocalQuantifier", placements())


def _ledger(clock: SystemClock) -> Ledger:
    """SPOTWORKS_DAILY_CAP, SPOTWORKS_CALL_CAP: US dollars, beside the month's; none where nobody set any."""
    daily, call = said("SPOTWORKS_DAILY_CAP"), said("SPOTWORKS_CALL_CAP")
    return new(
        "aws.ledger", "TableLedger", table(), clock, monthly_cap=Decimal(required("MONTHLY_CAP")),
        daily_cap=Decimal(daily) if daily else None, call_cap=Decimal(call) if call else None,
    )  # fmt: skip


@cache
def work() -> Files:
    return new("aws.files", "S3Files", required("WORK"))


@cache
def uploads() -> Files:
    return new("aws.files", "S3Files", required("UPLOADS"))


@cache
def published() -> Files:
    return new("aws.files", "S3Files", published_bucket())


def published_bucket() -> str:
    return required("PUBLISHED")


@cache
def machine() -> Machine:
    return new("aws.flow", "StepMachine", required("MACHINE"))


@cache
def render_queue() -> RenderQueue:
    return new("aws.flow", "BatchQueue", required("RENDER_QUEUE"), required("RENDER_JOB"))


def has_aligner() -> bool:
    """Whether there is a container that aligns."""
    return bool(required("ALIGN_JOB"))


@cache
def align_queue() -> RenderQueue:
    return new("aws.flow", "BatchQueue", required("RENDER_QUEUE"), required("ALIGN_JOB"))


@cache
def announcer() -> Announcer:
    return new("aws.flow", "SnsAnnouncer", required("TOPIC"))


@cache
def watchers() -> Watchers:
    endpoint = said("SPOTWORKS_SOCKET_ENDPOINT")
    return new("aws.flow", "Sockets", table(), SystemClock(), endpoint)


def socket_url() -> str:
    return required("SOCKET_URL")


def web_folder() -> Path:
    return Path(required("WEB"))


@cache
def galleries() -> Galleries:
    return new("aws.galleries", "TableGalleries", table(), SystemClock())


def new_ticket() -> str:
    """A secret nobody guesses."""
    return secrets.token_urlsafe(24)


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder on local disk that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="spotworks-") as folder:
        yield Path(folder)
