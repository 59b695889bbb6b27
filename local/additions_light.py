"""Imported before the rest of moto: its Batch drags in EC2's tables of every instance type in every region.

Nothing here asks for them; without them the server starts a second of CPU sooner and is 60 MB smaller.
"""

from typing import Any
from unittest import mock

import moto.utilities.utils
from boto3 import Session

from local.arns import REGION

_load = moto.utilities.utils.load_resource


def _small(name: str, *args: Any, **kwargs: Any) -> Any:
    return {} if name.startswith("ec2") else _load(name, *args, **kwargs)


with (
    mock.patch.object(moto.utilities.utils, "load_resource", _small),
    mock.patch.object(Session, "get_available_regions", return_value=[REGION]),
):
    import moto.ec2.models
