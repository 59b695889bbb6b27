"""Names for what nobody foresaw."""

import errno
import os

import pytest

from spotworks.errors import DiskFull, InternalError, NotFound
from spotworks.runtime.unforeseen import named


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), DiskFull, "no space is left on the disk"),
        (OSError(errno.EACCES, "Permission denied"), InternalError, "PermissionError: [Errno 13] Permission denied"),
        (KeyError("x"), InternalError, "KeyError: 'x'"),
        (NotFound("there is no video x"), NotFound, "there is no video x"),
    ],
)
def test_every_error_gets_a_name_of_ours(error, kind, message):
    assert type(named(error)) is kind
    assert named(error).message.startswith(message)
