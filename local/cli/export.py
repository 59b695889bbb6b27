"""`spotworks export`: a finished video for others' tools. The edit is the server's, the files are made here."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.cli.faults import Fault, bad_input
from local.cli.make import _writable as writable
from local.cli.session import Session, session
from local.cli.words import size, slug
from local.client import ApiError


@dataclass(frozen=True)
class Order:
    """What is exported, where to, and the options of the format. status: the video's, as the API tells it."""

    here: Session
    video_id: str
    status: dict[str, Any]
    out: Path
    options: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.status.get("title") or self.video_id)

    def timeline(self, name: str = "timeline.json") -> Any:
        """Raises Fault while there is none."""
        from spotworks.domain.base import stored  # 0.2 s that only this command pays
        from spotworks.domain.timeline import Timeline

        url = self.status.get("files", {}).get(name)
        if not url:
            raise Fault(f"{self.video_id} has no {name} yet; `spotworks watch {self.video_id}`", error="Conflict")
        path = self.out / f".{name}"
        try:
            self.here.client.download(url, path)
            return stored(Timeline, path.read_bytes())
        finally:
            path.unlink(missing_ok=True)

    def fetch_media(self, folder: Path) -> dict[str, Path]:
        """Every file of the edit under its name for people; the names are `domain.otio.media_names`."""
        urls = self.here.client.media(self.video_id)
        for name, url in urls.items():
            self.here.client.download(url, folder / name)
        return {name: folder / name for name in urls}


def export(
    video_id: str, kind: str, *, out: Path | None, options: dict[str, Any], as_json: bool, state: Path,
    server: str | None, token: str | None,
) -> int:  # fmt: skip
    """Raises Fault; the exit code."""
    formats: dict[str, Callable[[Order], list[Path]]] = {"otio": _otio}
    if kind not in formats:
        raise bad_input("format", f"must be one of {', '.join(formats)}, not {kind!r}")
    with session(state, server, token) as here:
        status = here.client.status(video_id)
        folder = out or Path("out") / slug(str(status.get("title") or ""), video_id) / kind
        writable(folder)
        made = formats[kind](Order(here, video_id, status, folder, options))
    if as_json:
        print(json.dumps({"video_id": video_id, "format": kind, "files": [str(path) for path in made]}))
        return 0
    width = max(len(str(path)) for path in made)
    for path in made:
        print(f"  {path!s:<{width}}  {size(path.stat().st_size):>8}")
    return 0


def _otio(order: Order) -> list[Path]:
    """timeline.otio, and with --with-media its files beside it."""
    from spotworks.domain.otio import MEDIA_FOLDER, dumps

    path = order.out / "timeline.otio"
    path.write_text(dumps(order.timeline(), name=order.title), encoding="utf-8")
    if not order.options.get("with_media"):
        return [path]
    try:
        return [path, *order.fetch_media(order.out / MEDIA_FOLDER).values()]
    except ApiError as error:
        if error.status == 404:
            gone = "a file of this edit is gone: the work bucket forgets after 30 days"
            raise Fault(gone, error="NotFound") from error
        raise
