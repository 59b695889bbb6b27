"""ShowStoryboard: the plan scene by scene with its pictures, and what going on will cost."""

from decimal import Decimal

from spotworks.domain.base import Frozen, JobRef, Usd
from spotworks.domain.brief import Brief
from spotworks.domain.job import ENDED
from spotworks.domain.keys import document_key
from spotworks.domain.model import Model
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText
from spotworks.errors import Conflict
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import Products
from spotworks.stages.shared.outlook import ToMake, cost_of, to_make


class Sketch(Frozen):
    """scene: its number, from 1; prompt: of its picture; picture_url: presigned, null until it is there.

    cost_usd: what is still to be made of it, at the price of the model that is tried first.
    """

    scene: int
    beat: str
    seconds: str
    line: str
    text: ScreenText
    prompt: str
    generated: bool
    picture_url: str | None
    cost_usd: Usd


class Storyboard(Frozen):
    """gate: "storyboard" while scenes can be edited. to_make, cost_usd: still to be made, an upper bound; empty and 0
    once the video has ended. spent_usd: up to now. sheet_url: the scenes in one picture, null until there is one."""

    video_id: str
    title: str
    status: str
    gate: str | None
    scenes: tuple[Sketch, ...]
    to_make: tuple[ToMake, ...]
    cost_usd: Usd
    spent_usd: Usd
    sheet_url: str | None


def show_storyboard(tenant: str, video_id: str, *, desk: Desk, models: tuple[Model, ...]) -> Storyboard:
    """Raises NotFound; Conflict while there is no plan yet."""
    job = desk.jobs.get(tenant, video_id)
    ref = JobRef(tenant=tenant, video_id=video_id)
    play = desk.find(ref, "screenplay.json", Screenplay)
    references = desk.find(ref, "references.json", References)
    if play is None or references is None:
        raise Conflict(f"the video is {job.status}: its scenes are not written yet", field="video_id")
    left: tuple[ToMake, ...] = ()
    if job.status not in ENDED:
        brief = desk.read(ref, "brief.json", Brief)
        left = to_make(ref, brief, play, references, desk=desk, models=models)
    sheet = document_key(tenant, video_id, "storyboard.png")
    products = Products.of_job(desk, ref)
    return Storyboard(
        video_id=video_id,
        title=job.title,
        status=job.status,
        gate=job.gate or None,
        scenes=tuple(_sketch(scene, products, left, desk) for scene in play.scenes),
        to_make=left,
        cost_usd=cost_of(left),
        spent_usd=sum((line.amount for line in desk.ledger.spends(tenant, video_id)), start=Decimal(0)),
        sheet_url=desk.work.url(sheet) if desk.work.exists(sheet) else None,
    )


def _sketch(scene: Scene, products: Products, left: tuple[ToMake, ...], desk: Desk) -> Sketch:
    made = products.find("image", scene.index)
    return Sketch(
        scene=scene.index + 1,
        beat=scene.beat,
        seconds=f"{float(scene.duration):g}",
        line=" ".join(scene.voice_over),
        text=scene.text,
        prompt=scene.visual_prompt,
        generated=scene.generated,
        picture_url=desk.work.url(made.key) if made else None,
        cost_usd=cost_of(tuple(thing for thing in left if thing.scene == scene.index)),
    )
