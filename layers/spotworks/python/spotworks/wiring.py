"""The composition root: which adapter stands behind which port. The only reader of the environment.

Everything is made on first use and kept for the life of the process; imports are lazy, so that a Lambda
that moves money does not load a picture library.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spotworks.catalogue import load
from spotworks.domain.angle import Angles
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.keys import tenant_prefix
from spotworks.domain.languages import RULED, Voices
from spotworks.domain.model import Model
from spotworks.domain.placement import Placement
from spotworks.domain.segments import SEGMENT_SECONDS, WHOLE_SECONDS
from spotworks.errors import ModelUnavailable
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
    LanguageModel,
    LottieIntake,
    Machine,
    Maker,
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
from spotworks.stages.shared.desk import Desk

if os.environ.get("SPOTWORKS_FONTS"):  # at once: whatever draws afterwards finds them
    import_module("spotworks.adapters.media.typecase").look_in(Path(os.environ["SPOTWORKS_FONTS"]))


class _SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def _env(name: str) -> str:
    """Raises KeyError, which names what the catalogue forgot to give this function."""
    return os.environ[f"SPOTWORKS_{name}"]


def _new(module: str, name: str, *args: Any, **options: Any) -> Any:
    return getattr(import_module(f"spotworks.adapters.{module}"), name)(*args, **options)


@cache
def _table() -> Any:
    return _new("aws.table", "Table", _env("TABLE"))


@cache
def desk() -> Desk:
    clock = _SystemClock()
    return Desk(
        jobs=_new("aws.jobs", "TableJobs", _table(), clock),
        work=work(),
        channels=_new("aws.channels", "TableChannels", _table(), clock),
        waits=_new("aws.waits", "TableWaits", _table(), clock),
        tokens=_new("aws.flow", "StepTokens"),
        ledger=_new("aws.ledger", "TableLedger", _table(), clock, monthly_cap=Decimal(_env("MONTHLY_CAP"))),
        clock=clock,
        placements=placements(),
        modes=modes(),
        quantifier=_new("local.writer.quantify", "LocalQuantifier", placements()),
        claims=claim_rules(),
        languages=None if os.environ.get("SPOTWORKS_LANGUAGE_MODEL") else RULED,
        voices=Voices.model_validate(load("voices")["espeak"]),
    )


@cache
def work() -> Files:
    return _new("aws.files", "S3Files", _env("WORK"))


@cache
def uploads() -> Files:
    return _new("aws.files", "S3Files", _env("UPLOADS"))


@cache
def published() -> Files:
    return _new("aws.files", "S3Files", published_bucket())


def published_bucket() -> str:
    return _env("PUBLISHED")


@cache
def machine() -> Machine:
    return _new("aws.flow", "StepMachine", _env("MACHINE"))


@cache
def render_queue() -> RenderQueue:
    return _new("aws.flow", "BatchQueue", _env("RENDER_QUEUE"), _env("RENDER_JOB"))


def has_aligner() -> bool:
    """Whether there is a container that aligns."""
    return bool(_env("ALIGN_JOB"))


@cache
def align_queue() -> RenderQueue:
    return _new("aws.flow", "BatchQueue", _env("RENDER_QUEUE"), _env("ALIGN_JOB"))


@cache
def announcer() -> Announcer:
    return _new("aws.flow", "SnsAnnouncer", _env("TOPIC"))


@cache
def watchers() -> Watchers:
    endpoint = os.environ.get("SPOTWORKS_SOCKET_ENDPOINT", "")
    return _new("aws.flow", "Sockets", _table(), _SystemClock(), endpoint)


def socket_url() -> str:
    return _env("SOCKET_URL")


def web_folder() -> Path:
    return Path(_env("WEB"))


@cache
def models() -> tuple[Model, ...]:
    return tuple(Model.model_validate(row) for row in load("models")["models"])


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
def language_model() -> LanguageModel | None:
    """SPOTWORKS_LANGUAGE_MODEL: its name among the entry points "spotworks.language_models"; None where nobody set any.

    Raises ModelUnavailable for one that is not installed.
    """
    name = os.environ.get("SPOTWORKS_LANGUAGE_MODEL", "")
    if not name:
        return None
    found = import_module("importlib.metadata").entry_points(group="spotworks.language_models", name=name)
    for entry in found:
        return entry.load()()
    raise ModelUnavailable(f"SPOTWORKS_LANGUAGE_MODEL: no package that is installed here has a language model {name!r}")


@cache
def writer() -> Writer:
    """By a language model where there is one, else by rules."""
    model = language_model()
    return _scripted(
        "plan", _new("model_writer", "ModelWriter", model) if model else _new("local.writer", "LocalWriter")
    )


@cache
def researcher() -> Researcher:
    allowed = frozenset(filter(None, os.environ.get("SPOTWORKS_RESEARCH_ALLOW", "").split(",")))
    return _new("web", "PageResearcher", allow=allowed)


@cache
def intake() -> Intake:
    return _new("media.intake", "PictureIntake")


@cache
def footage_intake() -> FootageIntake:
    return _new("media.footage", "FootageIntake")


@cache
def lottie_intake() -> LottieIntake:
    return _new("media.lottie", "LottieIntake")


@cache
def framer() -> Framer:
    return _new("media.reframe", "SubjectFramer")


@cache
def eye() -> Eye:
    return _new("media.likeness", "PictureEye")


@cache
def artist() -> Artist:
    return _new("local.pictures", "LocalArtist")


@cache
def typecase() -> Typecase:
    return _new("media.typecase", "MachineTypecase")


@cache
def critic() -> Critic:
    """By measuring, and by a language model that sees where there is one."""
    measured: Critic = _new("critique", "MeasuredCritic", artist())
    model = language_model()
    return _new("critique", "ModelCritic", measured, model) if model else measured


@cache
def galleries() -> Galleries:
    return _new("aws.galleries", "TableGalleries", _table(), _SystemClock())


@cache
def prober() -> Prober:
    return _new("media.probe", "MediaProber")


@cache
def renderer() -> Renderer:
    """SPOTWORKS_SEGMENT_SECONDS: for trying short videos in segments; what stays whole shrinks with them."""
    seconds = int(os.environ.get("SPOTWORKS_SEGMENT_SECONDS") or SEGMENT_SECONDS)
    whole = seconds * WHOLE_SECONDS // SEGMENT_SECONDS
    return _new("media.render", "FfmpegRenderer", segment=seconds, whole=whole)


def fan_out() -> int:
    """See domain.money.worth_machines."""
    return int(_env("FAN_OUT"))


@cache
def aligner() -> Aligner:
    """SPOTWORKS_ALIGN_MODELS: a folder in which the models lie already, so that nothing is fetched."""
    folder = os.environ.get("SPOTWORKS_ALIGN_MODELS", "")
    return _new("media.whisperx", "WhisperXAligner", folder=Path(folder) if folder else None, offline=bool(folder))


@cache
def checker() -> Checker:
    return _new("checks.checker", "FfmpegChecker")


@cache
def signer() -> Signer | None:
    """By a key in AWS KMS, by one in a file, by a test certificate of this machine; None where nobody set any.

    Raises ModelUnavailable for a key of one's own that cannot be used; without the library there is no test signature.
    """
    keys = import_module("spotworks.adapters.provenance.keys")
    chain, key, kms, folder = (os.environ.get(f"SPOTWORKS_SIGNING_{name}") for name in _SIGNING)
    if chain and kms:
        client = import_module("boto3").client("kms")
        return _new("provenance.signing", "C2paSigner", lambda: keys.from_kms(Path(chain).read_text(), kms, client))
    if chain and key:
        return _new("provenance.signing", "C2paSigner", lambda: keys.from_files(Path(chain), Path(key)))
    if folder and find_spec("c2pa"):
        return _new("provenance.signing", "C2paSigner", lambda: keys.from_folder(Path(folder)))
    return None


_SIGNING = ("CHAIN", "KEY", "KMS", "FOLDER")


def image_maker(tenant: str) -> Maker:
    return _scripted("image", _new("local.pictures", "LocalPictures", work()))


def clip_maker(model: str) -> Maker:
    """Raises ModelUnavailable for a model without an adapter."""
    if model != "local":
        raise ModelUnavailable(f"there is no adapter for {model}")
    return _scripted("clip", _new("local.clips", "LocalClips"))


def voice_maker(tenant: str) -> Maker:
    return _scripted("voice", _new("local.voice", "LocalVoice", work(), prefix=tenant_prefix(tenant)))


def effects_maker(tenant: str) -> Maker:
    return _scripted("effects", _new("local.effects", "LocalEffects", work(), prefix=tenant_prefix(tenant)))


def music_maker(tenant: str) -> Maker:
    return _scripted("music", _new("local.music", "LocalMusic", work(), prefix=tenant_prefix(tenant)))


def _scripted(kind: str, maker: Any) -> Any:
    """For the benchmark: SPOTWORKS_SCRIPTED_DELAYS ("image=7,clip=30") makes a maker as slow as a vendor."""
    script = os.environ.get("SPOTWORKS_SCRIPTED_DELAYS", "")
    delays = dict(pair.split("=") for pair in script.split(",") if "=" in pair)
    if kind not in delays:
        return maker
    return _new("local.scripted", "Scripted", maker, float(delays[kind]))


def new_ticket() -> str:
    """A secret nobody guesses."""
    return secrets.token_urlsafe(24)


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder on local disk that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="spotworks-") as folder:
        yield Path(folder)
