"""DiffuseClip: one order of a clip, drawn on this machine. Runs in a container; the order has all that it takes."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from spotworks.domain.base import Frozen
from spotworks.domain.generation import ClipRequest
from spotworks.domain.keys import asset_key
from spotworks.domain.model import Model
from spotworks.domain.orders import Order
from spotworks.domain.shots import Shot, shot_of
from spotworks.errors import NotFound, RenderInterrupted
from spotworks.ports import Files
from spotworks.ports.diffusing import Diffuser

EVERY = 5  # steps between two checkpoints: a step takes ten seconds or so, writing one takes one


class Filmed(Frozen):
    """clip: its key in the work bucket; how: it was encoded, for people; taken_up: from how many steps on."""

    clip: str
    how: str
    taken_up: int = 0


def diffuse_clip(
    order: Order, *, work: Files, model: Model, diffuser: Diffuser, folder: Path, may_go_on: Callable[[], bool]
) -> Filmed:
    """folder: to work in. may_go_on: asked after each step.

    Work that may not go on is kept under the order's address and raises RenderInterrupted; whoever is asked for the
    same again takes it up from there. Raises what Diffuser.film does.
    """
    request = ClipRequest.model_validate(order.request)
    shot = shot_of(request, model)
    steps = _Steps(shot, asset_key(order.tenant, order.address, ".latents"), work, may_go_on)
    clip = folder / "clip.mp4"
    picture = work.read(request.first_frame) if model.first_frame != "no" else b""
    how = diffuser.film(shot, model, clip, picture=picture, begin=steps.before(), watch=steps.done)
    with clip.open("rb") as file:
        key = asset_key(order.tenant, hashlib.file_digest(file, "sha256").hexdigest(), ".mp4")
    work.upload(clip, key, content_type="video/mp4")
    work.delete([steps.key])
    return Filmed(clip=key, how=how, taken_up=steps.taken_up)


class _Steps:
    """Keeps what is done. taken_up: the steps that were there already, known once the first new one is done."""

    def __init__(self, shot: Shot, key: str, work: Files, may_go_on: Callable[[], bool]) -> None:
        self.key = key
        self.taken_up = 0
        self._shot, self._work, self._may_go_on = shot, work, may_go_on
        self._first = True

    def before(self) -> bytes:
        try:
            return self._work.read(self.key)
        except NotFound:
            return b""

    def done(self, number: int, checkpoint: Callable[[], bytes]) -> None:
        if self._first:
            self.taken_up, self._first = number - 1, False
        stop = not self._may_go_on()
        if stop or number % EVERY == 0 or number == self._shot.steps:
            self._work.write(self.key, checkpoint())
        if stop:
            raise RenderInterrupted(f"stopped after step {number} of {self._shot.steps}, which is kept")
