"""`forget`: what is kept so that it isn't bought twice, and throwing it away."""

from datetime import timedelta
from pathlib import Path

from local.cli.faults import bad_input
from local.cli.jobs import print_json
from local.cli.session import session
from local.cli.table import show_table
from spotworks.domain.caches import ALL, CACHES, prefixes
from spotworks.errors import InvalidRequest


def forget(kind: str, *, as_json: bool, state: Path, server: str | None, token: str | None) -> int:
    """kind: a prefix; "" tells which there are."""
    if not kind:
        _show(as_json)
        return 0
    try:
        prefixes("", kind)
    except InvalidRequest as error:
        raise bad_input("kind", error.message.removeprefix("prefix: ")) from error
    with session(state, server, token) as here:
        found = here.client.forget(kind)
    if as_json:
        print_json(found)
    else:
        count = found["forgotten"]
        print(f"Forgot {count} {'thing' if count == 1 else 'things'} of {kind}.")
    return 0


def _show(as_json: bool) -> None:
    if as_json:
        print_json({"caches": [{"kind": one.name, "days": _days(one.life), "holds": one.holds} for one in CACHES]})
        return
    rows = [(one.name, _for_people(one.life), one.holds) for one in CACHES]
    show_table(("Kind", "Kept for", "Holds"), [*rows, (ALL, "", "all of these")], wide=2)


def _days(life: timedelta | None) -> float | None:
    return life and life / timedelta(days=1)


def _for_people(life: timedelta | None) -> str:
    days = _days(life)
    return "ever" if days is None else "a day" if days == 1 else f"{days:g} days"
