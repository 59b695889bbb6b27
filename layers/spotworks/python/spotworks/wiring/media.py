"""Who takes pictures, films and sound in, renders them, checks and signs what came of it."""

from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from spotworks.domain.segments import SEGMENT_SECONDS, WHOLE_SECONDS
from spotworks.ports import (
    Aligner,
    Checker,
    FootageIntake,
    Framer,
    Intake,
    LottieIntake,
    Prober,
    Renderer,
    Signer,
    Typecase,
)  # fmt: skip
from spotworks.ports.diffusing import Diffuser
from spotworks.wiring.environment import new, required, said

# Asked when the first font is looked for: a fork has an environment of its own.
import_module("spotworks.adapters.media.typecase").look_in(lambda: said("SPOTWORKS_FONTS"))


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
def typecase() -> Typecase:
    return new("media.typecase", "MachineTypecase")


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
