"""`spotworks doctor`: what this machine has, and what to do about what it lacks."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

_ROOM_GB = 2.0
_CJK = {"Chinese": "Hans", "Chinese (traditional)": "Hant", "Japanese": "Jpan", "Korean": "Kore"}


@dataclass(frozen=True)
class Finding:
    """needed: without it no video is made; remedy: what to do, empty if all is well."""

    name: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True


def doctor(state: Path, *, as_json: bool) -> int:
    """1 if something is missing that every video needs."""
    findings = [_python(), _ffmpeg(), _voice(), _pictures(), _fonts(), _cjk(), _disk(state), _cloud(state)]
    if as_json:
        print(json.dumps({"findings": [asdict(finding) for finding in findings]}, indent=1))
    else:
        for finding in findings:
            mark = "ok  " if finding.ok else ("FAIL" if finding.needed else "warn")
            print(f"{mark}  {finding.name:<12} {finding.found}")
            if finding.remedy:
                print(f"{'':18} {finding.remedy}")
    return 1 if any(not finding.ok and finding.needed for finding in findings) else 0


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11)
    return Finding("Python", ok, version, "" if ok else "install Python 3.11 or later")


def _ffmpeg() -> Finding:
    """FFmpeg comes in a wheel; it is run once, since a file that is there may still not start."""
    from spotworks.adapters.media.tools import find_ffmpeg
    from spotworks.errors import ToolMissing

    remedy = "`make extra NAME=local`, or install FFmpeg (apt-get install ffmpeg)"
    try:
        path = find_ffmpeg()
        text = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=20, check=True).stdout
    except ToolMissing:
        return Finding("FFmpeg", False, "was not found", remedy)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding("FFmpeg", False, f"cannot be run ({error})", remedy)
    return Finding("FFmpeg", True, " ".join(text.split()[:3]))


def _voice() -> Finding:
    if importlib.util.find_spec("espeakng_loader") is None:
        remedy = "`make extra NAME=voice` (espeak-ng, GPL-3, runs as a process of its own)"
        return Finding("Voice", False, "espeak-ng is not installed: no local voice-over", remedy, needed=False)
    return Finding("Voice", True, "espeak-ng")


def _pictures() -> Finding:
    missing = [name for name in ("resvg_py", "PIL", "numpy", "cv2", "av") if importlib.util.find_spec(name) is None]
    if missing:
        return Finding("Pictures", False, f"missing: {', '.join(missing)}", "`make extra NAME=media`")
    return Finding("Pictures", True, "drawing and image libraries are there")


def _fonts() -> Finding:
    from spotworks import fonts
    from spotworks.errors import ToolMissing

    try:
        files = {font.path for font in (*fonts.FONTS, *fonts.FALLBACKS, *fonts.SHIPPED.values())}
    except ToolMissing as error:
        return Finding("Fonts", False, error.message, "pip install --force-reinstall --no-deps spotworks")
    return Finding("Fonts", True, f"{len(files)} that ship with Spotworks")


def _cjk() -> Finding:
    """The one kind of font that is too large to ship."""
    from spotworks.fonts.machine import also_in, font_of

    if folder := os.environ.get("SPOTWORKS_FONTS"):
        also_in(Path(folder))
    found = {name: font_of(script) for name, script in _CJK.items()}
    missing = [name for name, font in found.items() if font is None]
    if missing:
        remedy = "apt install fonts-noto-cjk, or put a font in a folder and name it in SPOTWORKS_FONTS"
        return Finding("CJK fonts", False, f"none for {', '.join(missing)}", remedy, needed=False)
    return Finding("CJK fonts", True, ", ".join(sorted({font.file for font in found.values() if font})))


def _disk(state: Path) -> Finding:
    folder = next(path for path in (state.absolute(), *state.absolute().parents) if path.exists())
    free = shutil.disk_usage(folder).free / 1e9
    if not os.access(folder, os.W_OK):
        return Finding("Disk", False, f"{folder} cannot be written to", "choose another folder with --state")
    remedy = f"free at least {_ROOM_GB:.0f} GB, or choose another disk with --state"
    return Finding("Disk", free >= _ROOM_GB, f"{free:.1f} GB free at {folder}", "" if free >= _ROOM_GB else remedy)


def _cloud(state: Path) -> Finding:
    from local.launch import running

    found = running(state)
    return Finding("Cloud", True, f"running at {found.url}" if found else f"not running (state in {state})")
