"""The live picture of jobs in the making, drawn with rich."""

from rich import box
from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from local.cli.result import shown_as
from local.cli.story import Story
from local.cli.words import PHASES, clock, single_line

_MARKS = {"made": Text("✓ made", "green"), "reused": Text("↻ reused", "cyan"), "": Text("·", "dim")}
_STATES = {
    "failed": "red", "turned down": "cyan", "cancelled": "yellow", "interrupted": "yellow",
    "awaiting_approval": "magenta",
}  # fmt: skip


def picture(stories: list[Story], elapsed: float, height: int = 50) -> RenderableType:
    """height: rows of the terminal; the scenes that do not fit are left out, those being made are kept."""
    if len(stories) != 1:
        return Group(*(_summary(story) for story in stories), Text(f"elapsed {clock(elapsed)}", "dim"))
    story = stories[0]
    phases = _phases(story)
    room = max(3, height - phases.row_count - 7)
    parts: list[RenderableType] = [Text(single_line(story.title), "bold", no_wrap=True, overflow="ellipsis"), phases]
    if rows := story.scenes():
        parts.append(_scenes(rows, room))
    parts += [_bar(story, elapsed), Text(single_line(story.message), "dim", no_wrap=True, overflow="ellipsis")]
    return Group(*parts)


def _phases(story: Story) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=1)
    table.add_column(min_width=38)
    table.add_column(justify="right", style="dim")
    begun = {name: (seconds, over) for name, seconds, over in story.phases()}
    names = list(PHASES)
    reached = names.index(story.phase) if story.phase in names else 0
    for number, (name, label) in enumerate(PHASES.items()):
        if name in {"queued", "done"}:
            continue
        if name in begun and begun[name][1]:
            table.add_row(Text("✓", "green"), label, f"{begun[name][0]:.1f} s")
        elif number == reached:
            state = shown_as(story.status)
            mark = Text("✗" if state == "failed" else "●", _STATES.get(state, "yellow"))
            table.add_row(mark, Text(label, "bold"), "")
        elif number > reached:
            table.add_row(Text("·", "dim"), Text(label, "dim"), "")
    return table


def _scenes(rows: list[dict[str, object]], room: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column("#", justify="right", style="dim")
    table.add_column("Scene")
    table.add_column("Line", max_width=44, no_wrap=True, overflow="ellipsis")
    table.add_column("Picture", min_width=8)
    table.add_column("Clip", min_width=8)
    first = next((n for n, row in enumerate(rows) if not row["clip"]), 0)
    start = max(0, min(first - 1, len(rows) - room))
    for row in rows[start : start + room]:
        line = single_line(row.get("headline") or row.get("voice_over") or "")
        number = int(str(row["index"])) + 1
        beat = str(row.get("beat", "")).replace("_", " ")
        table.add_row(str(number), beat, Text(line), _MARKS[str(row["picture"])], _MARKS[str(row["clip"])])
    if len(rows) > room:
        table.caption = f"{len(rows)} scenes in all"
    return table


def _bar(story: Story, elapsed: float) -> Table:
    grid = Table.grid(padding=(0, 2))
    waiting = "  waiting for your approval" if story.state == "awaiting_approval" else ""
    grid.add_row(
        ProgressBar(total=100, completed=story.progress, width=40),
        f"{story.progress:3d} %", Text(f"{clock(elapsed)}{waiting}", "dim"),
    )  # fmt: skip
    return grid


def _summary(story: Story) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=24, no_wrap=True)
    label = PHASES.get(story.phase, story.phase) if not story.ended else shown_as(story.status)
    grid.add_row(
        Text(single_line(story.title), overflow="ellipsis"), ProgressBar(total=100, completed=story.progress, width=30),
        f"{story.progress:3d} %", Text(label, _STATES.get(shown_as(story.status), "dim")),
    )  # fmt: skip
    return grid
