"""What is not one of our errors gets a name of ours: nothing else has a place in a state machine."""

import errno

from spotworks.errors import DiskFull, InternalError, SpotworksError


def named(error: BaseException) -> SpotworksError:
    """DiskFull wherever a disk ran full, InternalError with what Python said for all else."""
    if isinstance(error, SpotworksError):
        return error
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull("no space is left on the disk that the work is done on: free some")
    return InternalError(f"{type(error).__name__}: {error}")
