"""`spotworks check`: measures any video file as the factory measures its own."""

import json
from pathlib import Path
from typing import get_args

from local.cli.faults import FAILED, bad_input, printable
from local.cli.session import say
from spotworks import wiring
from spotworks.adapters.media.outside import opened_video
from spotworks.adapters.media.probe import FORMATS
from spotworks.domain.base import stored
from spotworks.domain.generation import Profile
from spotworks.domain.placement import Placement, placement_named
from spotworks.domain.quality import Check, Exhibits, QualityReport
from spotworks.domain.timeline import Timeline
from spotworks.errors import InternalError, InvalidRequest

PROFILES: tuple[Profile, ...] = get_args(Profile)


def check(
    video: Path, timeline: Path | None, placement: str | None, thumbnail: Path | None, profile: str, *, as_json: bool
) -> int:
    """The exit code: 0 if every check passed, 1 if not."""
    _opened(video)
    chosen = next((name for name in PROFILES if name == profile), None)
    if chosen is None:
        raise bad_input("profile", f"must be one of {', '.join(PROFILES)}")
    beside = Exhibits(placement=_placement(placement), thumbnail=thumbnail)
    report = wiring.checker().check(video, _timeline(timeline), profile=chosen, beside=beside)
    if as_json:
        print(json.dumps({"passed": report.passed, **report.model_dump(mode="json")}, ensure_ascii=False))
    else:
        _show(video, report)
    return 0 if report.passed else FAILED


def _opened(video: Path) -> None:
    """Raises Fault for what there is no use in measuring."""
    if not video.is_file():
        raise bad_input("video", f"there is no file {printable(str(video))}")
    try:
        with opened_video(video, FORMATS, InvalidRequest):
            pass
    except InvalidRequest as error:
        raise bad_input("video", f"{printable(video.name)} {error.message}") from error


def _timeline(path: Path | None) -> Timeline | None:
    if path is None:
        return None
    try:
        return stored(Timeline, path.read_bytes())
    except OSError as error:
        raise bad_input("timeline", f"{path} cannot be read ({error.strerror})") from error
    except InternalError as error:
        raise bad_input("timeline", f"{path.name} is no timeline of Spotworks") from error


def _placement(name: str | None) -> Placement | None:
    try:
        return placement_named(wiring.placements(), name) if name else None
    except KeyError as error:
        raise bad_input("placement", str(error.args[0])) from error


def _show(video: Path, report: QualityReport) -> None:
    width = max(len(check.name) for check in report.checks)
    for found in report.checks:
        print(_line(found, width))
    for line in (*report.left_out, *report.notes):
        say(f"  {line}")
    failed, count = len(report.failures), len(report.checks)
    print(f"{video.name}: {failed} of {count} checks failed" if failed else f"{video.name}: all {count} checks passed")


def _line(found: Check, width: int) -> str:
    wanted = "" if found.passed else f"  (wanted: {found.wanted})"
    return f"  {'ok  ' if found.passed else 'FAIL'} {found.name:<{width}}  {found.measured}{wanted}"
