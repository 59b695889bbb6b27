"""A studio with a GPU of its own: the real adapter, a Batch on the wire, a model without PyTorch."""

import dataclasses
from collections.abc import Callable
from typing import Any

from spotworks.adapters.diffusion import LocalDiffuser
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.diffuse import DEFINITION, ORDER, QUEUE, WORK, Diffuse
from spotworks.catalogue import models
from spotworks.domain.base import JobRef
from spotworks.domain.screenplay import Screenplay
from spotworks.runtime.diffuse import run_diffuse
from spotworks.stages.start_clip import ChunkRequest, start_clip
from tests.fakes.cluster import Cluster
from tests.fakes.diffusing import Sketcher
from tests.fakes.studio import Studio

# Small and quick: 4 steps of a picture of 240 x 432.
_WAN = next(model for model in models() if model.id == "diffuse_wan")
OURS = _WAN.model_copy(
    update={"sizes": {"9:16": "240x432"}, "fps": 4, "options": _WAN.options | {"steps": "6", "frame_step": "1"}}
)
SET = {QUEUE: "gpu", DEFINITION: "diffuse", WORK: "work"}


class Gpu:
    """studio: with an ordering that knows the model; sketcher: its weights."""

    def __init__(self, studio: Studio, cluster: Cluster) -> None:
        self.studio, self.cluster, self.sketcher = studio, cluster, Sketcher()
        account = Account(provider="diffuse", secret=lambda name: SET.get(name, ""))
        studio.ordering = dataclasses.replace(
            studio.ordering, models=(OURS,), vendor=lambda model: Diffuse(account, lambda bucket: studio.work)
        )

    def job(self) -> JobRef:
        """With clips by our own model, and the pictures that they begin with."""
        job = self.studio.planned(model="paid", budget="5")
        play = self.studio.desk.read(job, "screenplay.json", Screenplay)
        scenes = tuple(scene.model_copy(update={"chain": (OURS.id, "local")}) for scene in play.scenes)
        self.studio.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": scenes}))
        for scene in scenes:
            self.studio.image(job, scene.index)
        self.studio.tokens.sent.clear()
        return job

    def clip(self, job: JobRef, scene: int = 0) -> None:
        request = ChunkRequest(**job.model_dump(), scene=scene, chunk=0, link=0, token=self.studio.token())
        ordering = self.studio.ordering
        start_clip(request, desk=self.studio.desk, maker=self.studio.clips, models=(OURS,), ordering=lambda: ordering)

    def container(self, load: Callable[..., Any] | None = None, **about: Any) -> int:
        """Runs the newest Batch job's main; its exit code."""
        hook = list(self.cluster.jobs.values())[-1]["environment"][ORDER]
        return run_diffuse(
            hook, desk=self.studio.desk, orders=self.studio.ordering.orders, queue=self.studio.looks, models=(OURS,),
            diffuser=lambda folder: LocalDiffuser(load or (lambda model, image: self.sketcher)), **about,
        )  # fmt: skip

    def files(self, suffix: str) -> list[str]:
        return [key for key in self.studio.work.objects if key.endswith(suffix)]
