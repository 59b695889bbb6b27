"""The daily generation: one brief a tenant, made anew each day."""

from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from spotworks import wiring
from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.runtime.api.app import app, tenant


class DailyPlan(Frozen):
    """brief: null if there is no daily generation. Every day at 06:00 UTC."""

    brief: Brief | None


@app.get("/api/daily", tags=["Daily"], summary="The daily brief")
def show() -> DailyPlan:
    return DailyPlan(brief=wiring.desk().jobs.daily(tenant()))


@app.put("/api/daily", tags=["Daily"], summary="Set the daily brief")
def keep(brief: Annotated[Brief, Body()]) -> DailyPlan:
    wiring.desk().jobs.set_daily(tenant(), brief)
    return DailyPlan(brief=brief)


@app.delete("/api/daily", tags=["Daily"], summary="Stop the daily generation", status_code=204)
def drop() -> Response[str]:
    wiring.desk().jobs.set_daily(tenant(), None)
    return Response(status_code=HTTPStatus.NO_CONTENT, body="")
