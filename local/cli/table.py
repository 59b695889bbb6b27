"""Tables for people: on a terminal as wide as it is, in a pipe as wide as need be."""

from collections.abc import Sequence

_GAP = 2  # blanks between two columns
_WHOLE = 16  # letters: a cell so short is never cut, as what is left of "$0.0018" is another amount


def show_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, wide: int) -> None:
    """rows: at least one; wide: the column that gives way first where the terminal is narrow."""
    from rich.cells import cell_len  # rich takes 0.1 s
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    longest = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    if console.is_terminal:
        head = tuple(_broken(name, cells) for name, cells in zip(head, longest, strict=True))
    needed = [max(cells, *map(len, name.split("\n"))) for name, cells in zip(head, longest, strict=True)]
    gaps = _GAP * len(head)
    widths = _widths(needed, console.width - gaps, wide) if console.is_terminal else needed
    console.width = max(console.width, sum(widths) + gaps)  # what does not fit even so is broken by the terminal
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for name, width in zip(head, widths, strict=True):
        table.add_column(name, no_wrap=True, overflow="ellipsis", width=width)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _broken(name: str, cells: int) -> str:
    """A heading in lines, where it is longer than anything below it."""
    return name.replace(" ", "\n") if len(name) > cells else name


def _widths(needed: Sequence[int], room: int, wide: int) -> list[int]:
    """Of all columns, together in the room if that can be: the wide one gives way first, then the longest."""
    widths = list(needed)
    for column in (wide, *sorted(range(len(needed)), key=lambda column: -needed[column])):
        excess = max(0, sum(widths) - room)
        widths[column] = max(min(widths[column], _WHOLE), widths[column] - excess)
    return widths
