"""`make gallery`: renders everything once, small, and lays it out in out/gallery/index.html.

python -m gallery [--out DIR] [--only WORD]     WORD: of a sheet's or a piece's name; may be repeated
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import psutil
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gallery.exhibits import Exhibit, Shown, exhibits
from gallery.page import page
from spotworks.errors import SpotworksError
from spotworks.modes.preview import Row, laid_out


def main(arguments: list[str]) -> int:
    """The exit code: 1 if a check failed."""
    parser = argparse.ArgumentParser(prog="make gallery")
    parser.add_argument("--out", type=Path, default=Path("out/gallery"))
    parser.add_argument("--only", action="append", default=[], metavar="WORD")
    asked = parser.parse_args(arguments)
    wanted = [
        one for one in exhibits() if not asked.only or any(w in f"{one.sheet} {one.name}" for w in asked.only)
    ]  # fmt: skip
    if not wanted:
        parser.error(f"nothing is called {', '.join(asked.only)}")
    began = time.monotonic()
    made = _made(wanted, asked.out)
    path = page(_sheets(wanted, made, asked.out), asked.out)
    pieces = [shown for found in made.values() for shown in found]
    failed = [one for one in pieces if one.report.failures]
    print(f"\n  {path}   {len(pieces)} pieces in {time.monotonic() - began:.0f} s")
    for one in failed:
        for check in one.report.failures:
            print(f"  {one.files[0].name}: {check.name}: {check.measured} (wanted: {check.wanted})", file=sys.stderr)
    return 1 if failed else 0


def _made(wanted: list[Exhibit], out: Path) -> dict[str, list[Shown]]:
    """By sheet and name, in the order of `wanted`; one piece a core at a time."""
    files = out / "files"
    files.mkdir(parents=True, exist_ok=True)
    done: dict[str, list[Shown]] = {}
    cores = psutil.cpu_count(logical=False) or 1
    with _progress(len(wanted)) as told, ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(one.make, files): one for one in reversed(wanted)}  # what takes longest begins first
        for future in as_completed(running):
            one = running[future]
            try:
                done[_name(one)] = future.result()
            except SpotworksError as error:
                pool.shutdown(cancel_futures=True)
                raise SystemExit(f"make gallery: {_name(one)}: {error.message}") from error
            told(f"{one.sheet}: {one.name}")
    return {_name(one): done[_name(one)] for one in wanted}


def _name(one: Exhibit) -> str:
    return f"{one.sheet}/{one.name}"


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, a line a piece elsewhere."""
    console = Console(highlight=False)
    if not console.is_terminal:
        count = iter(range(1, total + 1))
        yield lambda text: print(f"{next(count):3} of {total}  {text}", flush=True)
        return
    columns = (BarColumn(40), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=total)
        yield lambda text: bar.update(task, advance=1, description=text)


def _sheets(
    wanted: list[Exhibit], made: dict[str, list[Shown]], out: Path
) -> dict[str, tuple[Path, list[tuple[Shown, Path]]]]:
    found = {}
    for title in dict.fromkeys(one.sheet for one in wanted):
        pieces = [shown for one in wanted if one.sheet == title for shown in made[_name(one)]]
        sheet = out / f"{title.lower().replace(', ', '-').replace(':', 'x').replace(' ', '-')}.jpg"
        laid_out([Row(one.title, one.note, one.frames) for one in pieces]).save(sheet, quality=88)
        found[title] = sheet, [(shown, _poster(shown)) for shown in pieces]
    return found


def _poster(shown: Shown) -> Path:
    path = shown.files[0].with_suffix(".jpg")
    shown.frames[len(shown.frames) // 2].save(path, quality=88)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
