"""How far a job is, from 0 to 100. It never goes back."""

from spotworks.domain.job import ENDED, PHASE_START, Job, Phase

_ORDER = tuple(PHASE_START)


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


def step_done(job: Job, *, chunk: bool = False) -> Job:
    """The job with one more generation of the media phase done."""
    if job.status in ENDED:
        return job
    done = min(job.steps_done + 1, job.steps)
    job = job.model_copy(update={"steps_done": done, "chunks_done": min(job.chunks_done + chunk, job.chunks)})
    return within(job, "media", done / job.steps if job.steps else 0.0)
