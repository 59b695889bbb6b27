"""What was spent."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from spotworks import wiring
from spotworks.domain.costs import Grouping
from spotworks.runtime.api.app import app, tenant
from spotworks.stages.show_costs import Costs, VideoCosts, show_costs, show_video_costs


@app.get("/api/costs", tags=["Costs"], summary="What a month has cost, with the estimate beside the actual")
def costs(
    month: Annotated[str, Query(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", max_length=7)] = "",
    group: Annotated[Grouping, Query()] = "job",
) -> Costs:
    """month: "2026-11"; default: this one (UTC). group: "job", "phase", "provider", "model" or "day"."""
    return show_costs(tenant(), month, group, desk=wiring.desk())


@app.get("/api/videos/<video_id>/costs", tags=["Costs"], summary="What a video has cost, line by line")
def video_costs(video_id: str) -> VideoCosts:
    return show_video_costs(tenant(), video_id, desk=wiring.desk())
