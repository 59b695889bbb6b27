"""`spotworks export`: a finished video for others' tools. The edit is the server's, the files are made here."""

import json
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.cli.faults import FAILED, Fault, bad_input
from local.cli.make import _writable as writable
from local.cli.session import Session, say, session
from local.cli.words import size, slug
from local.client import ApiError

if TYPE_CHECKING:
    from spotworks.domain.timeline import Timeline

_OPTIONS = {"base_url": "base-url", "click_through": "click-through", "ad_id": "ad-id", "aspect": "aspects"}


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

    def has(self, name: str) -> bool:
        return bool(self.status.get("files", {}).get(name))

    def timeline(self, name: str = "timeline.json") -> "Timeline":
        """Raises Fault while there is none."""
        from spotworks.domain.base import stored  # 0.2 s that only this command pays
        from spotworks.domain.timeline import Timeline

        if not self.has(name):
            raise Fault(f"{self.video_id} has no {name} yet; `spotworks watch {self.video_id}`", error="Conflict")
        with self.working() as folder:
            self.here.client.download(self.status["files"][name], folder / name)
            return stored(Timeline, (folder / name).read_bytes())

    def working(self) -> AbstractContextManager[Path]:
        """A folder to work in, beside what is made."""
        from spotworks.adapters.media.whole import work_folder

        return work_folder(self.out.resolve())

    def fetch_media(self, files: dict[str, Path], aspect: str = "") -> None:
        """The files of an edit, by their names for people; aspect: of which of the video's edits, "" for its first."""
        try:
            urls = self.here.client.media(self.video_id, aspect)
            for name, path in files.items():
                self.here.client.download(urls[name], path)
        except (ApiError, KeyError) as error:
            if isinstance(error, ApiError) and error.status != 404:
                raise
            gone = "a file of this edit is gone: the work bucket forgets after 30 days"
            raise Fault(gone, error="NotFound") from error


Made = tuple[list[Path], list[str]]
"""The files, and what is wrong with them."""


def export(
    video_id: str, kind: str, *, out: Path | None, options: dict[str, Any], as_json: bool, state: Path,
    server: str | None, token: str | None,
) -> int:  # fmt: skip
    """Raises Fault; the exit code, 1 if what was made is not what the format asks for."""
    formats: dict[str, Callable[[Order], Made]] = {"otio": _otio, "ott": _ott}
    with session(state, server, token) as here:
        status = here.client.status(video_id)
        if kind not in formats:
            raise bad_input("format", f"must be one of {', '.join(formats)}, not {kind!r}")
        folder = out or Path("out") / slug(str(status.get("title") or ""), video_id) / kind
        writable(folder)
        made, wrong = formats[kind](Order(here, video_id, status, folder, options))
    if as_json:
        files = [str(path) for path in made]
        print(json.dumps({"video_id": video_id, "format": kind, "files": files, "failed_checks": wrong}))
    else:
        width = max(len(str(path)) for path in made)
        for path in made:
            print(f"  {path!s:<{width}}  {size(path.stat().st_size):>8}")
    for problem in wrong:
        say(problem)
    return FAILED if wrong else 0


def _otio(order: Order) -> Made:
    """timeline.otio, and with --with-media its files beside it: they come first, or the edit would miss them."""
    from spotworks.adapters.media.whole import put
    from spotworks.domain.otio import MEDIA_FOLDER, dumps, media_names

    timeline = order.timeline()
    with order.working() as folder:
        edit, media = folder / "timeline.otio", []
        edit.write_text(dumps(timeline, name=order.title), encoding="utf-8")
        if order.options.get("with_media"):
            files = {name: folder / MEDIA_FOLDER / name for name in media_names(timeline).values()}
            order.fetch_media(files)
            (order.out / MEDIA_FOLDER).mkdir(exist_ok=True)
            media = list(put(list(files.values()), order.out / MEDIA_FOLDER))
        return [*put([edit], order.out), *media], []


def _ott(order: Order) -> Made:
    """The package of the 16:9 edit, rendered here from the edit's own files."""
    from spotworks.adapters.exports.ott import package
    from spotworks.adapters.exports.vast import Ad
    from spotworks.domain.otio import media_names
    from spotworks.domain.placement import placement_named
    from spotworks.errors import OfferEnded, SpotworksError
    from spotworks.wiring import placements

    about = {name: order.options.get(name) or "" for name in ("base_url", "click_through", "ad_id", "advertiser")}
    if not about["base_url"]:
        raise bad_input("base-url", "say where the files will be served from (https://...), for the VAST document")
    aspect = "16:9" if order.has("timeline-16x9.json") else ""
    timeline = order.timeline("timeline-16x9.json" if aspect else "timeline.json")
    serving_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{about['base_url']}/{order.video_id}"))
    language = str(order.status.get("language") or "en")
    try:
        if (offer := order.status.get("offer")) and offer["over"]:
            raise OfferEnded(f"the video's {offer['note']}. Make it anew without the offer, or with its new end")
        ad = Ad(title=order.title, serving_id=serving_id, language=language, **about)
        with order.working() as media:
            order.fetch_media({name: media / key for key, name in media_names(timeline).items()}, aspect)
            made = package(timeline, media, order.out, ad=ad, placement=placement_named(placements(), "ott"))
    except SpotworksError as error:
        option = _OPTIONS.get(error.field or "")
        text = error.message.removeprefix(f"{error.field}: ")
        raise bad_input(option, text) if option else Fault(text, error=type(error).__name__) from error
    failed = [f"{c.name}: {c.measured} (wanted {c.wanted})" for c in made.report.failures]
    return list(made.files), failed
