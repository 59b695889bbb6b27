"""What keeps: the buckets and the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bucket:
    """expire_days: objects are deleted after so many days, 0 for never. events: tells EventBridge of new objects."""

    name: str
    expire_days: int = 0
    events: bool = False
    versioned: bool = False


@dataclass(frozen=True)
class Index:
    name: str
    partition: str
    sort: str


@dataclass(frozen=True)
class Table:
    """pk and sk are strings; "expires" is the time to live; the stream carries new and old images.

    stream_to: the function that the stream wakes, for items whose sort key begins with stream_prefix.
    """

    name: str
    indexes: tuple[Index, ...]
    stream_to: str
    stream_prefix: str


BUCKETS = (
    Bucket("uploads", expire_days=7, events=True),
    Bucket("work", expire_days=60),
    Bucket("published", versioned=True),
)

TABLE = Table("table", indexes=(Index("gsi1", "gsi1pk", "gsi1sk"),), stream_to="PushProgress", stream_prefix="EV#")
