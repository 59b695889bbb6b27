"""Files within JSON, in base64."""

import base64
from typing import Any

from spotworks.ports import Output, StillInput


def encoded(still: StillInput) -> str:
    return base64.b64encode(still.content).decode()


def output_of(data: Any, content_type: Any, otherwise: str) -> Output | None:
    """The file that a vendor sent so, or None for what is empty or no base64. otherwise: the type of one without."""
    try:
        content = base64.b64decode(data, validate=True) if isinstance(data, str) else b""
    except ValueError:
        return None
    return Output(content=content, content_type=str(content_type or otherwise)) if content else None
