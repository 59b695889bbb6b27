"""A chain as a C2PA manifest, and back (spec.c2pa.org), as c2pa-python 0.38 writes and reads it."""

from collections.abc import Mapping
from typing import Any, get_args

from spotworks import __version__
from spotworks.domain.provenance import Chain, Kind, Part

_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_AGENT = {"name": "Spotworks", "version": __version__}


def manifest(chain: Chain) -> dict[str, Any]:
    """Each part is an ingredient, and an action that says who made it and how."""
    actions: list[dict[str, Any]] = [
        {"action": "c2pa.created", "softwareAgent": _AGENT, "digitalSourceType": _IPTC + chain.kind}
    ]
    actions += [_placed(number, part) for number, part in enumerate(chain.parts)]
    if chain.encoder:
        actions.append({"action": "c2pa.transcoded", "softwareAgent": {"name": chain.encoder}})
    return {
        "claim_generator_info": [_AGENT],
        "title": chain.title,
        "format": "video/mp4",
        "ingredients": [_ingredient(number, part) for number, part in enumerate(chain.parts)],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
    }


def _ingredient(number: int, part: Part) -> dict[str, Any]:
    return {
        "title": part.what,
        "format": part.format,
        "instance_id": f"{number}:{part.key}",
        "relationship": "componentOf",
        "label": f"part-{number}",
    }


def _placed(number: int, part: Part) -> dict[str, Any]:
    return {
        "action": "c2pa.placed",
        "description": part.what,
        "softwareAgent": {"name": part.maker},
        "digitalSourceType": _IPTC + part.kind,
        "parameters": {"ingredientIds": [f"part-{number}"], "org.spotworks.key": part.key},
    }


def parts_of(manifest_: Mapping[str, Any]) -> tuple[Part, ...]:
    """Of a manifest that was read; what is not ours is passed over."""
    return tuple(
        Part(
            what=action.get("description", ""),
            maker=_name(action.get("softwareAgent", "")),
            kind=kind,
            key=action.get("parameters", {}).get("org.spotworks.key", ""),
        )
        for action in _actions(manifest_)
        if action.get("action") == "c2pa.placed" and (kind := _kind(action))
    )


def whole_kind(manifest_: Mapping[str, Any]) -> str:
    created = [action for action in _actions(manifest_) if action.get("action") == "c2pa.created"]
    return str(created[0].get("digitalSourceType", "")).rpartition("/")[2] if created else ""


def _actions(manifest_: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        action
        for assertion in manifest_.get("assertions", [])
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for action in assertion.get("data", {}).get("actions", [])
    ]


def _kind(action: Mapping[str, Any]) -> Kind | None:
    name = str(action.get("digitalSourceType", "")).rpartition("/")[2]
    return next((kind for kind in get_args(Kind) if kind == name), None)


def _name(agent: Any) -> str:
    return str(agent.get("name", "")) if isinstance(agent, Mapping) else str(agent)
