"""WriteScreenplay: scenes, lines and moves, and the list that the machine maps over."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brand import branded
from spotworks.domain.brief import Brief
from spotworks.domain.continuity import mended
from spotworks.domain.job import Job
from spotworks.domain.model import Model
from spotworks.domain.plan_checks import MAX_SCENES, Failed, screenplay_failures
from spotworks.domain.research import References, Research
from spotworks.domain.routing import Record
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.errors import InvalidRequest, PlanRejected
from spotworks.ports import Writer
from spotworks.stages.shared.cast import cast_plan
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.planning import JobMeter, passing
from spotworks.stages.shared.truth import still_offered, truthful
from spotworks.stages.shared.understudy import understudied

_SOUNDS = 3  # voice, effects, music


class ScenePlan(Frozen):
    """One item of the machine's Map over what is generated.

    How many chunks of video, and how many models to try: links for its clips, pictures for its picture.
    """

    scene: int
    chunks: int
    links: int
    pictures: int = 1


class ScenePlans(Frozen):
    """voice, effects, music: how many models there are to try."""

    scenes: tuple[ScenePlan, ...]
    voice: int = 1
    effects: int = 1
    music: int = 1


def write_screenplay(
    job: JobRef, *, desk: Desk, writer: Writer, models: Sequence[Model] = (),
    records: Callable[[], Mapping[str, Record]] = dict,
    rules: Callable[[], Writer] | None = None, retries: int = 0,
) -> ScenePlans:  # fmt: skip
    """A screenplay that is there already (a retry) is kept.

    models, records: of whom those are chosen that make it, and how they have done so far; rules, retries: see
    shared.understudy. Raises PlanRejected, InvalidRequest, BudgetExceeded and the writer's errors.
    """
    writer = understudied(writer, rules, job, desk, retries)
    row = desk.enter(job, "screenplay", "Writing the screenplay")
    brief = desk.read(job, "brief.json", Brief)
    play = desk.find(job, "screenplay.json", Screenplay)
    if play is None:
        strategy = desk.read(job, "strategy.json", Strategy)
        made = planned(job, brief, strategy, variation=row.variation, desk=desk, writer=writer)
        play = desk.find(job, "screenplay.json", Screenplay)  # of another worker at this state, who was faster
        if play is None:
            play = made
            desk.write(job, "screenplay.json", play)
    play = cast_plan(job, play, brief, desk=desk, models=models, records=records)
    plans = tuple(
        ScenePlan(scene=s.index, chunks=len(s.chunks), links=len(s.chain), pictures=len(play.makers_of("image")))
        for s in play.scenes
        if s.generated
    )
    desk.jobs.record(
        job.tenant,
        job.video_id,
        lambda j: _counted(j, plans, brief.title or play.title, len(play.scenes)),
        f"{len(play.scenes)} scenes, {sum(len(s.voice_over) for s in play.scenes)} lines of voice-over",
    )
    for note in play.notes:
        desk.note(job, f"Warning: {note}")
    return ScenePlans(scenes=plans, **{kind: len(play.makers_of(kind)) for kind in ("voice", "effects", "music")})


def planned(
    job: JobRef,
    brief: Brief,
    strategy: Strategy,
    *,
    variation: int,
    desk: Desk,
    writer: Writer,
    change: Callable[[Screenplay], Screenplay] = lambda play: play,
) -> Screenplay:
    """The play as it will be made, but for who makes it: mended, checked, changed and dressed by its mode.

    Raises PlanRejected, InvalidRequest and the writer's errors.
    """
    mode, config = desk.mode(brief)
    references = desk.read(job, "references.json", References)
    research = desk.find(job, "research.json", Research)
    began, meter, seed = desk.clock.now(), JobMeter(desk, job), seed_of(brief, variation)
    offered = still_offered(brief, research, desk)
    told: tuple[str, ...] = ()

    def write(failed: tuple[Failed, ...]) -> Screenplay:
        nonlocal told
        play = writer.screenplay(*offered, references, strategy, seed=seed, failed=failed, meter=meter)
        play, told = mended(play)
        return play

    play = change(passing(write, lambda play: screenplay_failures(play, brief, research), what="the screenplay"))
    for words in told:
        desk.note(job, f"Continuity: {words}")
    play = truthful(job, play, brief, research, desk)
    meter.tell("screenplay", "Screenplay", (desk.clock.now() - began).total_seconds())
    play = mode.plan(play if brief.kit is None else branded(play, brief.kit), config, references)
    check(play, brief)
    return play


def seed_of(brief: Brief, variation: int) -> int:
    """The brief's own seed or one made from its content, so that the same brief gives the same video."""
    if brief.seed is not None:
        return brief.seed + variation
    same = {"reference_assets": (), "budget": 1, "variations": 1, "approvals": (), "aspects": (),
            "footage_assets": (), "animation_assets": (), "mode": "ai_video", "mode_options": {},
            "concepts": 1, "concept": 0, "fresh": False}  # fmt: skip
    content = brief.model_copy(update=same)
    return int(hashlib.sha256(content.model_dump_json().encode()).hexdigest()[:7], 16) + variation


def check(play: Screenplay, brief: Brief) -> None:
    """The rules every screenplay keeps, whoever wrote it."""
    if len(play.scenes) > MAX_SCENES:
        raise InvalidRequest(f"duration: {len(play.scenes)} scenes are more than {MAX_SCENES}", field="duration")
    if not play.scenes or sum(scene.duration for scene in play.scenes) != brief.duration:
        raise PlanRejected("the scenes do not add up to the duration of the brief")
    for number, scene in enumerate(play.scenes):
        if scene.index != number or sum(scene.chunks) != scene.duration or scene.chain[-1] != "local":
            raise PlanRejected(f"scene {number + 1} is not consistent: index, chunks or chain")


def _counted(job: Job, plans: tuple[ScenePlan, ...], title: str, scenes: int) -> Job:
    chunks = sum(plan.chunks for plan in plans)
    return job.model_copy(
        update={
            "title": title,
            "scenes": scenes,
            "chunks": chunks,
            "steps": len(plans) + chunks + _SOUNDS,
            "made": (),
        }
    )
