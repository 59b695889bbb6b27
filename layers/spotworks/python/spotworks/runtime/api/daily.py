"""The daily generation: channels, each told anew every day, and the one of them that `/api/daily` is for."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path

from spotworks import wiring
from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.channel import CHANNEL_ID, DAILY, Channel
from spotworks.errors import NotFound
from spotworks.runtime.api.app import JSON, app, request_id, tenant
from spotworks.stages.keep_channel import keep_channel
from spotworks.stages.request_video import Requested
from spotworks.stages.run_channel import run_channel

_Id = Annotated[str, Path(pattern=CHANNEL_ID)]


class DailyPlan(Frozen):
    """brief: null if there is no daily generation. Every day at 06:00 UTC."""

    brief: Brief | None


class ChannelList(Frozen):
    channels: tuple[Channel, ...]


class ChannelRun(Frozen):
    """day: within a week of today, which is the default; refresh: with another script than that day has already."""

    day: date | None = None
    refresh: bool = False


@app.get("/api/channels", tags=["Channels"], summary="Your channels")
def channels() -> ChannelList:
    return ChannelList(channels=tuple(wiring.desk().channels.list(tenant())))


@app.get("/api/channels/<channel_id>", tags=["Channels"], summary="A channel")
def channel(channel_id: _Id) -> Channel:
    return wiring.desk().channels.get(tenant(), channel_id)


@app.put("/api/channels/<channel_id>", tags=["Channels"], summary="Make or change a channel")
def put_channel(channel_id: _Id, brief: Annotated[Brief, Body()]) -> Channel:
    """The brief's prompt is the theme. Every day at 06:00 UTC a video is made of it, each unlike the last 30."""
    return keep_channel(
        Channel(id=channel_id, brief=brief), tenant=tenant(), desk=wiring.desk(), models=wiring.models()
    )


@app.delete("/api/channels/<channel_id>", tags=["Channels"], summary="Remove a channel", status_code=204)
def remove_channel(channel_id: _Id) -> Response[str]:
    """Its videos stay; its scripts and what it must not repeat are forgotten."""
    wiring.desk().channels.get(tenant(), channel_id)
    wiring.desk().channels.remove(tenant(), channel_id)
    return Response(status_code=HTTPStatus.NO_CONTENT, body="")


@app.post("/api/channels/<channel_id>/run", tags=["Channels"], summary="Make a channel's video now", status_code=202)
def run(
    channel_id: _Id,
    wanted: Annotated[ChannelRun, Body()],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
) -> Response[Requested]:
    """A day's script is used again for 7 days, unless it is to be refreshed."""
    requested = run_channel(
        wiring.desk().channels.get(tenant(), channel_id),
        tenant=tenant(),
        key=f"channel|{channel_id}|{idempotency_key or request_id()}",
        request_id=request_id(),
        desk=wiring.desk(),
        uploads=wiring.uploads(),
        machine=wiring.machine(),
        models=wiring.models(),
        day=wanted.day,
        refresh=wanted.refresh,
    )
    return Response(status_code=HTTPStatus.ACCEPTED, content_type=JSON, body=requested)


@app.get("/api/daily", tags=["Channels"], summary="The brief of the channel “daily”")
def show() -> DailyPlan:
    try:
        return DailyPlan(brief=wiring.desk().channels.get(tenant(), DAILY).brief)
    except NotFound:
        return DailyPlan(brief=None)


@app.put("/api/daily", tags=["Channels"], summary="Set the brief of the channel “daily”")
def keep(brief: Annotated[Brief, Body()]) -> DailyPlan:
    return DailyPlan(brief=put_channel(DAILY, brief).brief)


@app.delete("/api/daily", tags=["Channels"], summary="Remove the channel “daily”", status_code=204)
def drop() -> Response[str]:
    wiring.desk().channels.remove(tenant(), DAILY)
    return Response(status_code=HTTPStatus.NO_CONTENT, body="")
