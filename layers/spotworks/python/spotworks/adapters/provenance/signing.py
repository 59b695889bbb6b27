"""Signs a video with c2pa-python, and verifies one. The library is an extra: imported when it is used."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spotworks.adapters.provenance.manifest import manifest, parts_of, whole_kind
from spotworks.adapters.rules import rules_of
from spotworks.domain.provenance import Chain, Provenance
from spotworks.errors import ModelUnavailable, RenderFailed

HINT = "install the extra `provenance` (`make extra NAME=provenance`)"


@dataclass(frozen=True)
class Credentials:
    """chain: certificates in PEM, the signer's own first; sign: bytes to an ES256 signature, r and s of 32 bytes."""

    chain: str
    sign: Callable[[bytes], bytes]


class C2paSigner:
    """Satisfies ports.Signer."""

    def __init__(self, credentials: Callable[[], Credentials]) -> None:
        self._credentials = credentials

    @property
    def identity(self) -> str:
        """Changes with the certificate and with our manifest: what another one signed is another file."""
        shaped = self._credentials().chain + rules_of("adapters.provenance", "domain.provenance")
        return hashlib.sha256(shaped.encode()).hexdigest()[:16]

    def sign(self, video: Path, chain: Chain, out: Path) -> None:
        """See ports.Signer."""
        c2pa = _library()
        credentials = self._credentials()
        try:
            signer = c2pa.Signer.from_callback(credentials.sign, c2pa.C2paSigningAlg.ES256, credentials.chain)
            with signer, c2pa.Builder(json.dumps(manifest(chain))) as builder:
                builder.sign_file(str(video), str(out), signer)
        except c2pa.C2paError as error:
            raise RenderFailed(f"the video could not be signed: {error}") from error
        if verified(out).state == "invalid":
            raise RenderFailed("the signed video does not verify")


def verified(video: Path, anchors: str = "") -> Provenance:
    """What a file says of itself. anchors: certificates in PEM that are trusted. Raises RenderFailed if it does not
    open, ModelUnavailable without the library."""
    c2pa = _library()
    settings: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if anchors:
        settings["trust"] = {"user_anchors": anchors}
    try:
        context = c2pa.Context.from_dict(settings)
        reader = c2pa.Reader(str(video), context=context)
    except c2pa.C2paError.ManifestNotFound:
        return Provenance(state="none")
    except c2pa.C2paError as error:
        raise RenderFailed(f"{video.name} could not be read: {error}") from error
    with reader:
        active = reader.get_active_manifest() or {}
        state = str(reader.get_validation_state() or "Invalid").lower()
        problems = _problems(reader.get_validation_results())
    return Provenance(
        state=state if state in ("trusted", "valid") else "invalid",
        signer=active.get("signature_info", {}).get("common_name", "") or "",
        kind=whole_kind(active), title=active.get("title", "") or "", parts=parts_of(active), problems=problems,
    )  # fmt: skip


def _problems(results: Any) -> tuple[str, ...]:
    failures = ((results or {}).get("activeManifest") or {}).get("failure") or []
    return tuple(dict.fromkeys(str(failure.get("code", "")) for failure in failures))


def _library() -> Any:
    try:
        import c2pa
    except ImportError as error:
        raise ModelUnavailable(f"signing needs c2pa-python: {HINT}") from error
    return c2pa
