"""PushProgress: new events of a job to whoever watches it."""

from spotworks.domain.base import Frozen
from spotworks.domain.job import Event
from spotworks.ports import Jobs, Watchers


class NewEvent(Frozen):
    tenant: str
    video_id: str
    event: Event


def message_of(event: Event) -> str:
    """What goes over the WebSocket."""
    return '{"type":"event",' + event.model_dump_json()[1:]


def push_progress(new: tuple[NewEvent, ...], *, watchers: Watchers) -> int:
    """Returns how many messages were sent."""
    sent = 0
    for one in new:
        for connection in watchers.watchers(one.tenant, one.video_id):
            watchers.send(connection, message_of(one.event))
            sent += 1
    return sent


def replay(connection: str, after: int, *, watchers: Watchers, jobs: Jobs) -> int:
    """Sends what the connection missed, oldest first. Returns how many messages were sent."""
    watched = watchers.watched_by(connection)
    if watched is None:
        return 0
    events = jobs.events(*watched, after=after)
    for event in events:
        watchers.send(connection, message_of(event))
    return len(events)
