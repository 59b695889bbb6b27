"""How far a job is, from 0 to 100. It never goes back."""

from spotworks.domain.job import ENDED, PHASE_START, Job, Phase

_ORDER = tuple(PHASE_START)
_SEGMENTS = 0.95  # of the render phase; the rest is the sound and the join


def enter(job: Job, phase: Phase) -> Job:
    """The job at the beginning of a phase; unchanged if it is there or further already."""
    if _ORDER.index(phase) <= _ORDER.index(job.phase) or job.status in ENDED:
        return job
    return job.model_copy(
        update={"phase": phase, "status": "running", "progress": max(job.progress, PHASE_START[phase])}
    )


def within(job: Job, phase: Phase, part: float) -> Job:
    """The job at a part (0 to 1) of a phase."""
    job = enter(job, phase)
    if job.phase != phase or job.status in ENDED:
        return job
    start = PHASE_START[phase]
    end = PHASE_START[_ORDER[_ORDER.index(phase) + 1]]
    progress = start + round((end - start) * min(max(part, 0.0), 1.0))
    return job.model_copy(update={"progress": max(job.progress, progress)})


def segment_done(job: Job, name: str, *, there: int, of: int) -> Job:
    """The job with one more segment of a render made; told twice of the same one, it counts once.

    name: of its wait, which ends in "#" and its number; there: how many of all were there before any was made.
    """
    if job.status in ENDED or name in job.made:
        return job
    job = job.model_copy(update={"made": (*job.made, name)})
    render = name.rpartition("#")[0]
    done = sum(made.rpartition("#")[0] == render for made in job.made)
    return segments_there(job, there + done, of)


def segments_there(job: Job, there: int, of: int) -> Job:
    """The job with so many of a render's segments; what is left then is to join them."""
    return within(job, "render", _SEGMENTS * there / of)


def step_done(job: Job, name: str) -> Job:
    """The job with one more generation of the media phase done; told twice of the same one, it counts once."""
    if job.status in ENDED or name in job.made:
        return job
    job = job.model_copy(update={"made": (*job.made, name)})
    return within(job, "media", len(job.made) / job.steps if job.steps else 0.0)
