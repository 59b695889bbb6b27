"""The HTTP API and the socket, and the functions behind them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """A route of the HTTP API, all of them served by one function. public: needs no token."""

    method: str
    path: str
    public: bool = False


API_FUNCTION = "ServeApi"
SOCKET_FUNCTION = "HandleSocket"
SOCKET_ROUTES = ("$connect", "$disconnect", "$default")

ROUTES = (
    Route("GET", "/", public=True),
    Route("GET", "/jobs/{video_id}", public=True),
    Route("GET", "/docs", public=True),
    Route("GET", "/openapi.json", public=True),
    Route("GET", "/static/{file}", public=True),
    Route("POST", "/hooks/{provider}/{hook}", public=True),
    Route("POST", "/api/generate"),
    Route("GET", "/api/status/{video_id}"),
    Route("GET", "/api/videos"),
    Route("GET", "/api/videos/{video_id}"),
    Route("DELETE", "/api/videos/{video_id}"),
    Route("POST", "/api/videos/{video_id}/cancel"),
    Route("POST", "/api/videos/{video_id}/retry"),
    Route("POST", "/api/videos/{video_id}/approve"),
    Route("POST", "/api/videos/{video_id}/feedback"),
    Route("GET", "/api/videos/{video_id}/concepts"),
    Route("POST", "/api/videos/{video_id}/concepts"),
    Route("GET", "/api/videos/{video_id}/storyboard"),
    Route("PATCH", "/api/videos/{video_id}/scenes/{scene}"),
    Route("GET", "/api/videos/{video_id}/events"),
    Route("GET", "/api/videos/{video_id}/media"),
    Route("GET", "/api/videos/{video_id}/costs"),
    Route("GET", "/api/costs"),
    Route("DELETE", "/api/cache"),
    Route("POST", "/api/upload"),
    Route("GET", "/api/models"),
    Route("GET", "/api/modes"),
    Route("POST", "/api/tickets"),
    Route("GET", "/api/channels"),
    Route("GET", "/api/channels/{channel_id}"),
    Route("PUT", "/api/channels/{channel_id}"),
    Route("DELETE", "/api/channels/{channel_id}"),
    Route("POST", "/api/channels/{channel_id}/run"),
    Route("GET", "/api/daily"),
    Route("PUT", "/api/daily"),
    Route("DELETE", "/api/daily"),
)
