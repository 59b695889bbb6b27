"""What stands behind the ports of this machine and of AWS.

Everything is made on first use and kept for the life of the process; imports are lazy, so that a Lambda
that moves money does not load a picture library.
"""

import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from spotworks.catalogue import load
from spotworks.domain.angle import Angles
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.languages import RULED, Voices
from spotworks.domain.placement import Placement
from spotworks.domain.segments import SEGMENT_SECONDS, WHOLE_SECONDS
from spotworks.ports import (
    Aligner,
    Announcer,
    Artist,
    Checker,
    Critic,
    Eye,
    Files,
    FootageIntake,
    Framer,
    Galleries,
    Intake,
    Ledger,
    LottieIntake,
    Machine,
    Modes,
    Prober,
    Renderer,
    RenderQueue,
    Researcher,
    Signer,
    Typecase,
    Watchers,
    Writer,
)
from spotworks.ports.diffusing import Diffuser
from spotworks.stages.shared.desk import Desk
from spotworks.wiring.accounts import language_model, planners
from spotworks.wiring.environment import SystemClock, new, required, said, scripted, table

# Asked when the first font is looked for: a fork has an environment of its own.
import_module("spotworks.adapters.media.typecase").look_in(lambda: said("SPOTWORKS_FONTS"))


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
        quantifier=new("local.writer.quantify", "LocalQuantifier", placements()),
        claims=claim_rules(),
        languages=None if said("SPOTWORKS_LANGUAGE_MODEL") else RULED,
        voices=Voices.model_validate(load("espeak")),
        planners=planners(),
        rest=time.sleep,
        nonce=partial(secrets.token_hex, 8),
    )


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
def placements() -> tuple[Placement, ...]:
    return tuple(Placement.model_validate(row) for row in load("placements")["placement"])


@cache
def angles() -> Angles:
    return Angles.model_validate(load("angles"))


@cache
def claim_rules() -> ClaimRules:
    return ClaimRules.model_validate(load("claims"))


@cache
def modes() -> Modes:
    found: Modes = import_module("spotworks.modes").InstalledModes()
    return found


@cache
def writer() -> Writer:
    """By a language model where there is one, else by rules."""
    model = language_model()
    return scripted("plan", new("model_writer", "ModelWriter", model) if model else rules())


@cache
def rules() -> Writer:
    """Who plans where no language model does."""
    return new("local.writer", "LocalWriter")


@cache
def researcher() -> Researcher:
    allowed = frozenset(filter(None, said("SPOTWORKS_RESEARCH_ALLOW").split(",")))
    return new("web", "PageResearcher", allow=allowed)


@cache
def intake() -> Intake:
    return new("media.intake", "PictureIntake")


@cache
def footage_intake() -> FootageIntake:
    return new("media.footage", "FootageIntake")


@cache
def lottie_intake() -> LottieIntake:
    return new("media.lottie", "LottieIntake")


@cache
def framer() -> Framer:
    return new("media.reframe", "SubjectFramer")


@cache
def eye() -> Eye:
    return new("media.likeness", "PictureEye")


@cache
def artist() -> Artist:
    return new("local.pictures", "LocalArtist")


@cache
def typecase() -> Typecase:
    return new("media.typecase", "MachineTypecase")


@cache
def critic() -> Critic:
    """By measuring, and by a language model that sees where there is one."""
    measured: Critic = new("critique", "MeasuredCritic", artist())
    model = language_model()
    return new("critique", "ModelCritic", measured, model) if model else measured


@cache
def galleries() -> Galleries:
    return new("aws.galleries", "TableGalleries", table(), SystemClock())


@cache
def prober() -> Prober:
    return new("media.probe", "MediaProber")


@cache
def renderer() -> Renderer:
    """SPOTWORKS_SEGMENT_SECONDS: for trying short videos in segments; what stays whole shrinks with them."""
    seconds = int(said("SPOTWORKS_SEGMENT_SECONDS") or SEGMENT_SECONDS)
    whole = seconds * WHOLE_SECONDS // SEGMENT_SECONDS
    return new("media.render", "FfmpegRenderer", segment=seconds, whole=whole)


def fan_out() -> int:
    """See domain.money.worth_machines."""
    return int(required("FAN_OUT"))


@cache
def aligner() -> Aligner:
    """SPOTWORKS_ALIGN_MODELS: a folder in which the models lie already, so that nothing is fetched."""
    folder = said("SPOTWORKS_ALIGN_MODELS")
    return new("media.whisperx", "WhisperXAligner", folder=Path(folder) if folder else None, offline=bool(folder))


def diffuser(scratch: Path) -> Diffuser:
    """SPOTWORKS_DIFFUSE_MODELS: where models lie. scratch: where they go if they have to be fetched."""
    pipelines = import_module("spotworks.adapters.diffusion.pipelines")
    return new("diffusion", "LocalDiffuser", partial(pipelines.load, where=said(_MODELS), scratch=scratch))


_MODELS = "SPOTWORKS_DIFFUSE_MODELS"


@cache
def checker() -> Checker:
    return new("checks.checker", "FfmpegChecker")


@cache
def signer() -> Signer | None:
    """By a key in AWS KMS, by one in a file, by a test certificate of this machine; None where nobody set any.

    Raises ModelUnavailable for a key of one's own that cannot be used; without the library there is no test signature.
    """
    keys = import_module("spotworks.adapters.provenance.keys")
    chain, key, kms, folder = (said(f"SPOTWORKS_SIGNING_{name}") for name in _SIGNING)
    if chain and kms:
        client = import_module("boto3").client("kms")
        return new("provenance.signing", "C2paSigner", lambda: keys.from_kms(Path(chain).read_text(), kms, client))
    if chain and key:
        return new("provenance.signing", "C2paSigner", lambda: keys.from_files(Path(chain), Path(key)))
    if folder and find_spec("c2pa"):
        return new("provenance.signing", "C2paSigner", lambda: keys.from_folder(Path(folder)))
    return None


_SIGNING = ("CHAIN", "KEY", "KMS", "FOLDER")


def new_ticket() -> str:
    """A secret nobody guesses."""
    return secrets.token_urlsafe(24)


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder on local disk that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="spotworks-") as folder:
        yield Path(folder)
