"""Who makes things: this machine's makers, and voices, effects and music of vendors."""

from datetime import datetime
from functools import partial
from typing import Any

from spotworks.domain.keys import tenant_prefix
from spotworks.domain.model import Model
from spotworks.domain.routing import LOCAL
from spotworks.ports import Maker
from spotworks.wiring import accounts
from spotworks.wiring.environment import new, scripted
from spotworks.wiring.parts import work


def image_maker(tenant: str) -> Maker:
    return scripted("image", new("local.pictures", "LocalPictures", work()))


def clip_maker() -> Maker:
    return scripted("clip", new("local.clips", "LocalClips"))


def voice_maker(tenant: str, model: str = LOCAL, *, fresh: datetime | None = None) -> Maker:
    """model: its id; fresh: see stages.shared.caching.fresh_since. Raises ModelUnavailable, as the others do."""
    if model != LOCAL:
        return _bought("voice.VendorVoice", "SpeakerInTurn", tenant, model, fresh)
    return scripted("voice", new("local.voice", "LocalVoice", work(), prefix=tenant_prefix(tenant)))


def effects_maker(tenant: str, model: str = LOCAL, *, fresh: datetime | None = None) -> Maker:
    if model != LOCAL:
        return _bought("effects.VendorEffects", "FoleyInTurn", tenant, model, fresh)
    return scripted("effects", new("local.effects", "LocalEffects", work(), prefix=tenant_prefix(tenant)))


def music_maker(tenant: str) -> Maker:
    return scripted("music", new("local.music", "LocalMusic", work(), prefix=tenant_prefix(tenant)))


def composer(tenant: str, model: Model, *, fresh: datetime | None = None) -> Any:
    """Of what is ordered from a vendor: ports.Composer, and `delivered` for what came."""
    from spotworks.adapters.providers.downloads import download

    fetch = partial(download, allow=accounts.allowed(model.provider))
    shelf = _shelf(tenant, fresh)
    return new("sounding.music", "VendorMusic", model, work(), tenant_prefix(tenant), fetch=fetch, shelf=shelf)


def _bought(name: str, in_turn: str, tenant: str, model: str, fresh: datetime | None) -> Maker:
    module, _, maker = name.partition(".")
    known, prefix, shelf = accounts.model(model), tenant_prefix(tenant), _shelf(tenant, fresh)
    vendor = new("turns", in_turn, accounts.vendor(known), accounts.turns(known, tenant))
    return new(f"sounding.{module}", maker, vendor, known, work(), prefix=prefix, shelf=shelf)


def _shelf(tenant: str, fresh: datetime | None) -> Any:
    return new("sounding.shelf", "Shelf", work(), tenant_prefix(tenant), fresh=fresh)
