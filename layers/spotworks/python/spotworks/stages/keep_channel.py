"""KeepChannel: a channel is made or changed."""

from spotworks.domain.channel import MAX_CHANNELS, Channel
from spotworks.domain.model import Model
from spotworks.errors import InvalidRequest
from spotworks.stages.shared.admission import affordable, plannable, possible
from spotworks.stages.shared.desk import Desk


def keep_channel(channel: Channel, *, tenant: str, desk: Desk, models: tuple[Model, ...]) -> Channel:
    """What could not be made is refused now rather than at six in the morning.

    Raises InvalidRequest, ModelUnavailable, BudgetExceeded.
    """
    plannable(channel.brief, desk)
    possible(channel.brief, desk.modes, desk.placements)
    affordable(channel.brief, models, desk)
    ids = {one.id for one in desk.channels.list(tenant)}
    if channel.id not in ids and len(ids) >= MAX_CHANNELS:
        raise InvalidRequest(f"channel: there are {MAX_CHANNELS} already; remove one first", field="channel")
    desk.channels.put(tenant, channel)
    return channel
