"""What Runway's own SDK knows of each model's fields, as local/vendors/runway.json has it.

`python -m tests.fakes.runway_forms` writes that file anew.
"""

import importlib
import json
import typing
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[2] / "local" / "vendors" / "runway.json"
_CLOSED = ("ratio", "duration", "resolution")  # fields whose values are listed


def forms() -> dict[str, dict[str, Any]]:
    """By endpoint and model: which fields must be there, and which may, with their values where those are listed."""
    return {kind: _models(kind) for kind in ("image_to_video", "text_to_image", "text_to_video")}


def _models(kind: str) -> dict[str, Any]:
    module = importlib.import_module(f"runwayml.types.{kind}_create_params")
    union = getattr(module, "".join(part.title() for part in kind.split("_")) + "CreateParams")
    found = {}
    for form in typing.get_args(union):
        hints = typing.get_type_hints(form, vars(module), include_extras=True)
        fields = {name: _field(name, hint) for name, hint in hints.items()}
        (model,) = fields.pop("model")[1]
        found[model] = {
            "required": sorted(name for name, _, required in fields.values() if required),
            "fields": {name: values if name in _CLOSED else [] for name, values, _ in sorted(fields.values())},
        }
    return dict(sorted(found.items()))


def _field(name: str, hint: Any) -> tuple[str, list[Any], bool]:
    """Its name on the wire, the values of its Literal, whether it must be there."""
    required = False
    while (origin := typing.get_origin(hint)) is typing.Annotated or str(origin).endswith("Required"):
        required |= str(origin).endswith("Required")
        name = next((m.alias for m in getattr(hint, "__metadata__", ()) if getattr(m, "alias", None)), name)
        hint = typing.get_args(hint)[0]
    return name, list(typing.get_args(hint)) if origin is typing.Literal else [], required


if __name__ == "__main__":
    lines = [
        f" {json.dumps(kind)}: {{\n"
        + ",\n".join(f"  {json.dumps(model)}: {json.dumps(form)}" for model, form in models.items())
        + "\n }"
        for kind, models in forms().items()
    ]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
