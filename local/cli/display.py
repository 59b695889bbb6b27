"""Progress for a person: a live picture on a terminal, lines where there is none, nothing for a program."""

import select
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from local.cli.story import Story
from local.cli.words import clock, single_line


class Display(Protocol):
    def event(self, story: Story, event: dict[str, Any]) -> None:
        """Something happened to one of the videos."""
        ...

    def refresh(self, stories: list[Story]) -> None:
        """Time passed, or a status came in."""
        ...

    def note(self, text: str) -> None:
        """A line that stays."""
        ...

    def ask(self, question: str, answers: Sequence[str], open_still: Callable[[], bool]) -> str | None:
        """One of the answers; None if nobody can be asked here, or the question was settled elsewhere meanwhile."""
        ...

    def close(self) -> None: ...


class Silent:
    def event(self, story: Story, event: dict[str, Any]) -> None: ...

    def refresh(self, stories: list[Story]) -> None: ...

    def note(self, text: str) -> None: ...

    def ask(self, question: str, answers: Sequence[str], open_still: Callable[[], bool]) -> str | None:
        return None

    def close(self) -> None: ...


class Lines:
    """One line an event, for logs and pipes."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._names: dict[str, int] = {}

    def event(self, story: Story, event: dict[str, Any]) -> None:
        number = self._names.setdefault(story.video_id, len(self._names) + 1)
        name = f"#{number} " if len(self._names) > 1 or number > 1 else ""
        self.note(f"{name}{event['progress']:3d}%  {event['phase']}: {single_line(event['message'])}")

    def refresh(self, stories: list[Story]) -> None: ...

    def note(self, text: str) -> None:
        print(f"{clock(time.monotonic() - self._began):>5}  {text}", flush=True)

    def ask(self, question: str, answers: Sequence[str], open_still: Callable[[], bool]) -> str | None:
        return None

    def close(self) -> None: ...


class Live:
    """The phases with their times, a row for each scene, one bar; redrawn four times a second."""

    def __init__(self) -> None:
        from rich.console import Console  # rich costs 0.1 s
        from rich.live import Live as RichLive

        self._console = Console(highlight=False)
        self._live = RichLive(console=self._console, refresh_per_second=4, transient=True)
        self._began = time.monotonic()
        self._live.start()

    def event(self, story: Story, event: dict[str, Any]) -> None: ...

    def refresh(self, stories: list[Story]) -> None:
        from local.cli.picture import picture

        self._live.update(picture(stories, time.monotonic() - self._began, self._console.height))

    def note(self, text: str) -> None:
        self._live.console.print(text, markup=False)

    def ask(self, question: str, answers: Sequence[str], open_still: Callable[[], bool]) -> str | None:
        if not sys.stdin.isatty():
            return None
        self._live.stop()
        try:
            while open_still():
                print(f"{question} [{'/'.join(answers)}] ", end="", flush=True)
                while not select.select([sys.stdin], [], [], 1.0)[0]:
                    if not open_still():
                        print("answered elsewhere")
                        return None
                line = sys.stdin.readline()
                word = line.strip().lower()
                answer = {"yes": "y", "no": "n"}.get(word, word)
                if answer in answers:
                    return answer
                if not line:
                    return None
            return None
        finally:
            self._live.start()

    def close(self) -> None:
        self._live.stop()


def display(as_json: bool) -> Display:
    if as_json:
        return Silent()
    return Live() if sys.stdout.isatty() else Lines()
