"""Jobs and events as they are stored."""

import pytest
from pydantic import ValidationError

from spotworks.domain.job import Event, Failure, Job

JOB = Job(tenant="acme", video_id="v1", title="T", created="2026", updated="2026", cost_usd="0.10")


def test_a_job_survives_json_to_the_last_cent():
    failure = Failure(category="render", stage="StartRender", error="RenderFailed", message="no")
    job = JOB.model_copy(update={"failure": failure, "group": ("v1", "v2")})
    assert Job.model_validate_json(job.model_dump_json()) == job
    assert '"cost_usd":"0.10"' in job.model_dump_json()


@pytest.mark.parametrize("about", [{"status": "lost"}, {"phase": "lunch"}, {"owner": "me"}])
def test_states_nobody_knows_are_refused(about):
    with pytest.raises(ValidationError):
        Job(**(JOB.model_dump() | about))


def test_a_job_and_an_event_do_not_change():
    event = Event(seq=1, at="2026", status="queued", phase="queued", progress=0, message="m")
    for value in (JOB, event):
        with pytest.raises(ValidationError):
            value.progress = 5
