"""Who makes things: this machine's makers, and those of vendors that hand over what they made at once."""

from functools import cache, partial
from typing import Any

from spotworks.domain.keys import tenant_prefix
from spotworks.domain.routing import LOCAL
from spotworks.ports import Maker
from spotworks.wiring import accounts
from spotworks.wiring.environment import new, scripted
from spotworks.wiring.parts import work


def image_maker(tenant: str) -> Maker:
    return scripted("image", new("local.pictures", "LocalPictures", work()))


def clip_maker() -> Maker:
    return scripted("clip", new("local.clips", "LocalClips"))


def voice_maker(tenant: str, model: str = LOCAL) -> Maker:
    """model: its id. Raises ModelUnavailable, as the others do."""
    if model != LOCAL:
        return _bought("voice.VendorVoice", tenant, model)
    return scripted("voice", new("local.voice", "LocalVoice", work(), prefix=tenant_prefix(tenant)))


def effects_maker(tenant: str, model: str = LOCAL) -> Maker:
    if model != LOCAL:
        return _bought("effects.VendorEffects", tenant, model)
    return scripted("effects", new("local.effects", "LocalEffects", work(), prefix=tenant_prefix(tenant)))


def music_maker(tenant: str, model: str = LOCAL) -> Maker:
    if model != LOCAL:
        provider = accounts.model(model).provider
        return _bought("music.VendorMusic", tenant, model, fetch=_fetch(provider))
    return scripted("music", new("local.music", "LocalMusic", work(), prefix=tenant_prefix(tenant)))


def _bought(name: str, tenant: str, model: str, **options: Any) -> Maker:
    module, _, maker = name.partition(".")
    known = accounts.model(model)
    return new(
        f"sounding.{module}", maker, accounts.vendor(known), known, work(), prefix=tenant_prefix(tenant), **options
    )  # fmt: skip


@cache
def _fetch(provider: str) -> Any:
    from spotworks.adapters.providers.downloads import download

    return partial(download, allow=accounts.allowed(provider))
