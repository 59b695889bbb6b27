"""Following jobs to their end: events in, pictures out, files saved as soon as they exist."""

import errno
import queue
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from local.cli.concepts import blocks
from local.cli.display import Display
from local.cli.faults import INTERRUPTED, Fault, no_space
from local.cli.session import say
from local.cli.story import Story
from local.cli.storyboard import blocks as scenes
from local.cli.words import again, money, size
from local.client import ApiError, Client, Unreachable

# What a video may leave in its folder; a name that a server makes up is not written anywhere.
FILES = (
    "spot.mp4", "preview.mp4", "captions.srt", "captions.vtt", "storyboard.png", "thumbnail.jpg", "timeline.json",
    "timeline.otio", "report.json",
    *(name for a in ("9x16", "16x9", "1x1", "4x5") for name in (f"spot-{a}.mp4", f"timeline-{a}.otio")),
)  # fmt: skip

_STATUS_EVERY_S = 1.0


class Watch:
    """Several jobs followed at once, each by a thread of its own.

    folders: where the files of each video go; empty to save nothing.
    cancels: whether an interruption from the keyboard cancels the jobs, or only ends the watching.
    """

    def __init__(
        self, client: Client, display: Display, folders: Mapping[str, Path], *, cancels: bool = True
    ) -> None:  # fmt: skip
        self._client = client
        self._cancels = cancels
        self._display = display
        self._folders = folders
        self._inbox: queue.SimpleQueue[tuple[str, dict[str, Any] | Exception | None]] = queue.SimpleQueue()
        self._asked: set[tuple[str, str]] = set()
        self._previews: set[str] = set()

    def until_ended(self, video_ids: list[str], *, after: int = 0) -> list[Story]:
        """The stories once all have ended. Raises Fault when interrupted from the keyboard."""
        stories = {video_id: Story(video_id) for video_id in video_ids}
        for video_id in video_ids:
            threading.Thread(target=self._pump, args=(video_id, after), daemon=True).start()
        try:
            self._loop(stories)
        except KeyboardInterrupt:
            self._display.close()
            if self._cancels:
                self._cancel([s.video_id for s in stories.values() if not s.ended])
            raise Fault("interrupted", code=INTERRUPTED, error="Interrupted") from None
        finally:
            self._display.close()
        return list(stories.values())

    def _pump(self, video_id: str, after: int) -> None:
        try:
            for event in self._client.follow(video_id, after=after):
                self._inbox.put((video_id, event))
            self._inbox.put((video_id, None))
        except Exception as error:  # handed to the main thread, which raises it
            self._inbox.put((video_id, error))

    def _loop(self, stories: dict[str, Story]) -> None:
        running = set(stories)
        asked_at = 0.0
        while running:
            try:
                video_id, news = self._inbox.get(timeout=0.25)
            except queue.Empty:
                video_id, news = "", None
            if isinstance(news, Exception):
                raise news
            if news is not None:
                stories[video_id].add(news)
                self._display.event(stories[video_id], news)
            elif video_id:
                running.discard(video_id)
                self._look(stories[video_id])
            if time.monotonic() - asked_at > _STATUS_EVERY_S:
                for running_id in sorted(running):
                    self._look(stories[running_id])
                asked_at = time.monotonic()
            self._display.refresh(list(stories.values()))

    def _look(self, story: Story) -> None:
        story.status = self._client.status(story.video_id)
        self._save_preview(story)
        if story.state == "awaiting_approval":
            self._approve(story)
        else:  # a storyboard that was edited comes back and is asked about again
            self._asked = {asked for asked in self._asked if asked[0] != story.video_id}

    def _save_preview(self, story: Story) -> None:
        folder = self._folders.get(story.video_id)
        url = story.status.get("files", {}).get("preview.mp4")
        if folder is None or not url or story.video_id in self._previews:
            return
        self._previews.add(story.video_id)
        try:
            count = self._client.download(url, folder / "preview.mp4")
        except OSError as error:  # of this disk; the video itself is still being made, and saved at the end
            self._display.note(f"The preview was not saved: {error.strerror}")
            return
        self._display.note(f"Preview ready: {folder / 'preview.mp4'} ({size(count)})")

    def _approve(self, story: Story) -> None:
        gate = str(story.status.get("gate") or "")
        if not gate or (story.video_id, gate) in self._asked:
            return
        self._asked.add((story.video_id, gate))
        folder, sheet = self._folders.get(story.video_id), story.status.get("files", {}).get("storyboard.png")
        if folder is not None and sheet:
            self._client.download(sheet, folder / "storyboard.png")
            self._display.note(f"Storyboard: {folder / 'storyboard.png'}")
        if gate == "concept":
            self._choose(story)
            return
        if gate == "storyboard":
            board = self._client.storyboard(story.video_id)
            for block in scenes(board):
                self._display.note("\n".join(block))
            cost = f"{money(board['cost_usd'])} at most: {', '.join(again(board['to_make']))}"
            self._display.note(f"Going on costs {cost}")
            self._display.note(f'To change a scene: `spotworks storyboard {story.video_id} --scene 2 --line "..."`')
        page = f"{self._client.url}/jobs/{story.video_id}"
        self._display.note(f"Waiting for your approval of the {gate}: {page} or `spotworks approve {story.video_id}`")
        answer = self._display.ask(f"Approve the {gate}?", ("y", "n"), lambda: self._waits_at(story, gate))
        if answer is not None:
            self._answer(lambda: self._client.approve(story.video_id, gate, approved=answer == "y"))

    def _choose(self, story: Story) -> None:
        name, found = story.video_id, self._client.concepts(story.video_id)
        for block in blocks(found):
            self._display.note("\n".join(block))
        page = f"{self._client.url}/jobs/{name}"
        self._display.note(f"Waiting for your choice of a concept: {page} or `spotworks concepts {name} --choose N`")
        numbers = [str(one["concept"]) for one in found["concepts"]]
        others = ["o"] if found["more"] else []
        question = f"Which concept shall be made ({'o: others, ' if others else ''}n: none)?"
        answer = self._display.ask(question, (*numbers, *others, "n"), lambda: self._waits_at(story, "concept"))
        if answer == "o":
            self._asked.discard((name, "concept"))
            self._answer(lambda: self._client.more_concepts(name))
        elif answer == "n":
            self._answer(lambda: self._client.approve(name, "concept", approved=False))
        elif answer is not None:
            self._answer(lambda: self._client.approve(name, "concept", concept=int(answer)))

    def _waits_at(self, story: Story, gate: str) -> bool:
        return self._client.status(story.video_id).get("gate") == gate

    def _answer(self, answer: Callable[[], object]) -> None:
        try:
            answer()
        except ApiError as error:
            if error.status != 409:  # somebody else answered meanwhile
                raise

    def _cancel(self, video_ids: list[str]) -> None:
        for video_id in video_ids:
            try:
                self._client.cancel(video_id)
                say(f"Cancelled {video_id}. `spotworks retry {video_id}` goes on from what is there.")
            except ApiError as error:
                if error.status != 409:
                    say(f"{video_id} could not be cancelled: {error.message}")
            except Unreachable as error:
                say(f"{video_id} could not be cancelled: {error}")


def save(client: Client, story: Story, folder: Path) -> dict[str, Path]:
    """Downloads everything a video has left; name to path."""
    urls = story.status.get("files", {})
    found = {}
    for name in FILES:
        if urls.get(name):
            try:
                client.download(urls[name], folder / name)
            except OSError as error:
                raise _not_saved(folder, error) from error
            found[name] = folder / name
    return found


def _not_saved(folder: Path, error: OSError) -> Fault:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return no_space(folder)
    return Fault(f"{folder} cannot be written to ({error.strerror})", error="NotSaved")
