"""`spotworks verify`: what a video says, signed, of its own making."""

import json
from pathlib import Path

from local.cli.faults import FAILED, Fault, bad_input
from local.cli.session import say
from spotworks.adapters.provenance.certificates import ANCHOR
from spotworks.adapters.provenance.signing import verified
from spotworks.domain.provenance import Provenance
from spotworks.errors import ModelUnavailable, RenderFailed

WORDS = {
    "trusted": "signed, unchanged, by a certificate that is trusted here",
    "valid": "signed, unchanged, by a certificate that nobody vouches for here",
    "invalid": "changed since it was signed, or signed wrongly",
    "none": "not signed",
}


def verify(video: Path, anchors: Path | None, state: Path, *, as_json: bool) -> int:
    """The exit code: 0 for a video that is signed and unchanged. anchors: certificates in PEM that are trusted."""
    if not video.is_file():
        raise bad_input("video", f"there is no file {video}")
    trusted = anchors or state / "signing" / ANCHOR
    if anchors is not None and not anchors.is_file():
        raise bad_input("anchors", f"there is no file {anchors}")
    try:
        found = verified(video, trusted.read_text(encoding="utf-8") if trusted.is_file() else "")
    except RenderFailed as error:
        raise bad_input("video", error.message) from error
    except ModelUnavailable as error:
        raise Fault(error.message, error="ModelUnavailable") from error
    if as_json:
        print(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
    else:
        _show(video, found)
    return 0 if found.state in ("trusted", "valid") else FAILED


def _show(video: Path, found: Provenance) -> None:
    print(f"{video.name}: {WORDS[found.state]}")
    if found.state == "none":
        return
    print(f"  title   {found.title}\n  signer  {found.signer}\n  whole   {found.kind}")
    width = max((len(part.what) for part in found.parts), default=0)
    for part in found.parts:
        print(f"  {part.what:<{width}}  {part.kind}, by {part.maker}")
    for problem in found.problems:
        say(f"  {problem}")
