"""SignSpot: the checked video tells, signed, which of its parts was made by whom. The last change to the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.generation import digest
from spotworks.domain.keys import asset_key, output_name
from spotworks.domain.provenance import Chain, Part, Signed, kind_of
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Signer
from spotworks.stages.settle_spot import generated
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import Products
from spotworks.stages.shared.memory import recalled, remember, tell

_FORMATS = {
    ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".mp4": "video/mp4", ".wav": "audio/wav",
    ".json": "application/json",
}  # fmt: skip


class SigningEnded(Frozen):
    key: str


class SigningQuestion(Frozen):
    """All that decides what a signed file says, and by whom. video: the file's etag.

    A signature is never the same twice; whoever asks the same again gets the file that was signed before.
    """

    kind: Literal["signing"] = "signing"
    video: str
    chain: Chain
    identity: str


def sign_spot(job: JobRef, *, desk: Desk, signer: Signer | None, folder: Path, output: int = 0) -> SigningEnded:
    """signer: None where nobody set a key: the video is published unsigned, and that is said.

    folder: an empty one on local disk; output: index into Brief.outputs. Raises RenderFailed.
    """
    if signer is None:
        desk.note(job, "Not signed: no signing key is set")
        return SigningEnded(key="")
    brief = desk.read(job, "brief.json", Brief)
    products = Products.of_job(desk, job)
    render = products.made("render", part=output)
    question = SigningQuestion(
        video=desk.work.etag(render.key), chain=_chain(job, brief, products, render.model, desk),
        identity=signer.identity,
    )  # fmt: skip
    found = recalled(desk, job, question, Signed)
    signed = found or _sign(job, render.key, question, desk=desk, signer=signer, folder=folder)
    desk.write(job, output_name("signed.json", brief, output), signed)
    name, reused = output_name("signing", brief, output), found is not None
    tell(desk, job, name, "Signature (C2PA)", key=signed.key, seconds=signed.seconds, reused=reused)
    return SigningEnded(key=signed.key)


def _sign(
    job: JobRef, key: str, question: SigningQuestion, *, desk: Desk, signer: Signer, folder: Path
) -> Signed:  # fmt: skip
    began = desk.clock.now()
    video, out = folder / "spot.mp4", folder / "signed.mp4"
    desk.work.download(key, video)
    signer.sign(video, question.chain, out)
    signed = Signed(
        key=asset_key(job.tenant, digest(question), ".mp4"), seconds=(desk.clock.now() - began).total_seconds()
    )
    desk.work.upload(out, signed.key, content_type="video/mp4")
    remember(desk, job, question, signed)
    return signed


def _chain(job: JobRef, brief: Brief, products: Products, encoder: str, desk: Desk) -> Chain:
    play = desk.read(job, "screenplay.json", Screenplay)
    photos = desk.find(job, "references.json", References) or References()
    shown = {scene.picture for scene in play.scenes if scene.picture is not None}
    parts = [
        Part(
            what=f"Photo {number + 1}",
            maker=photo.source or "the user",
            kind="digitalCapture",
            key=photo.key,
            format=_format(photo.key),
        )
        for number, photo in enumerate(photos.pictures)
        if number in shown
    ]
    return Chain(title=play.title, parts=(*parts, *_made(play, products)), encoder=encoder)


def _made(play: Screenplay, products: Products) -> Iterator[Part]:
    for thing in generated(play, products, outputs=0):
        if thing.what not in {"Preview", "Word times"}:  # no part of what is seen or heard
            yield Part(
                what=thing.what, maker=thing.model, kind=kind_of(thing.model), key=thing.key, format=_format(thing.key)
            )


def _format(key: str) -> str:
    return _FORMATS.get(Path(key).suffix, "application/octet-stream")
