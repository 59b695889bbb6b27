"""What is known of a model that makes things: catalogue/models.toml as values."""

from decimal import Decimal

from spotworks.domain.base import Frozen, Usd


class Model(Frozen):
    """kind: "image", "clip", "voice", "music" or "all"; price: US dollars a second of video.

    durations: seconds of one chunk, or empty for any; key: the secret it needs, or "" for none.
    source, checked: where the facts are from, and when.
    """

    id: str
    kind: str
    provider: str
    name: str
    price: Usd = Decimal(0)
    durations: tuple[int, ...] = ()
    aspects: tuple[str, ...] = ("9:16", "16:9", "1:1", "4:5")
    native_audio: bool = False
    key: str = ""
    source: str = ""
    checked: str = ""
    available: bool = True
    why_not: str = ""
