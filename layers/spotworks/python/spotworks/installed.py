"""What is installed here by entry points: ours and other people's (docs/adr/0016-our-code-is-an-installed-package.md).

A name of ours is nobody else's: it is looked for in our own metadata, which is also some 20 ms faster than a look into
a hundred packages. Without that metadata, which an install, the layer and the images bring, nothing works, and
importlib's PackageNotFoundError says so.
"""

from collections.abc import Set
from importlib.metadata import EntryPoint, distribution, entry_points

PACKAGE = "spotworks"


def named(group: str, name: str) -> EntryPoint:
    """Raises LookupError for what no package has."""
    for found in distribution(PACKAGE).entry_points.select(group=group, name=name):
        return found
    for found in entry_points(group=group, name=name):
        return found
    raise LookupError(f"no package that is installed here has {name!r} among its {group}")


def among(wanted: Set[str], *groups: str) -> frozenset[str]:
    """Those of the names that some package has in one of the groups; others' are read where ours lack one."""
    found = {one.name for one in distribution(PACKAGE).entry_points if one.group in groups}
    if wanted - found:
        found |= {one.name for group in groups for one in entry_points(group=group)}
    return frozenset(wanted & found)


def all_of(group: str) -> dict[str, EntryPoint]:
    """By name, in no order."""
    ours = distribution(PACKAGE).entry_points.select(group=group)
    return {found.name: found for found in (*entry_points(group=group), *ours)}
