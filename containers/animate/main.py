"""The animation container: footage from Remotion compositions, which the mode text_stock then takes as any other.

    SPOTWORKS_REMOTION=1 python main.py --out FOLDER [--aspect 9:16] [--seconds 6] [--fps 30] [--accent "#ffcc33"]

Remotion is under a licence of its own (https://remotion.dev/license): free for individuals, non-profit organisations
and companies of up to three people; others need a company licence. So nothing runs unless SPOTWORKS_REMOTION is 1.
Chromium: the program named by CHROMIUM, else the one that Remotion fetches.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from spotworks.domain.brief import CANVAS
from spotworks.domain.research import Palette

HERE = Path(__file__).resolve().parent
COMPOSITIONS = ("Orbit",)
WALL = 1_800  # seconds
NOT_ENABLED, NOT_INSTALLED, FAILED = 2, 3, 1


def main(argv: list[str] | None = None) -> int:
    asked = _parsed(argv)
    if os.environ.get("SPOTWORKS_REMOTION") != "1":
        print(
            "animate: off. Remotion has its own licence (https://remotion.dev/license): companies of more than three "
            "people need one. Set SPOTWORKS_REMOTION=1 once you may use it.",
            file=sys.stderr,
        )
        return NOT_ENABLED
    if not (HERE / "node_modules").is_dir():
        print(f"animate: run `npm ci` in {HERE.name} first", file=sys.stderr)
        return NOT_INSTALLED
    asked.out.mkdir(parents=True, exist_ok=True)
    for name in asked.composition:
        if not _rendered(name, asked, asked.out / f"{name.lower()}.mp4"):
            return FAILED
    return 0


def _rendered(name: str, asked: argparse.Namespace, out: Path) -> bool:
    """Written whole or not at all."""
    width, height = CANVAS[asked.aspect]
    request = {
        "composition": name, "width": width, "height": height, "fps": asked.fps, "seed": asked.seed,
        "frames": max(1, round(Fraction(asked.seconds) * asked.fps)),
        "palette": Palette(**({"accent": asked.accent} if asked.accent else {})).model_dump(),
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="animate-", dir=out.parent) as folder:
        order, made = Path(folder, "request.json"), Path(folder, "made.mp4")
        order.write_text(json.dumps(request))
        try:
            done = subprocess.run(
                ["node", str(HERE / "render.mjs"), str(order), str(made)], stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, timeout=WALL, check=False, start_new_session=True,
            )  # fmt: skip
        except FileNotFoundError:
            print("animate: Node.js is not installed", file=sys.stderr)
            return False
        if done.returncode or not made.is_file():
            lines = [line.strip() for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
            said = next((line for line in lines if "Error: " in line), lines[-1] if lines else "it said nothing")
            print(f"animate: {name} was not rendered: {said}", file=sys.stderr)
            return False
        made.replace(out)
    print(out)
    return True


def _parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="animate", description="Footage from Remotion compositions.")
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    parser.add_argument("--composition", nargs="+", choices=COMPOSITIONS, default=list(COMPOSITIONS))
    parser.add_argument("--aspect", choices=sorted(CANVAS), default="9:16")
    parser.add_argument("--seconds", type=Fraction, default=Fraction(6))
    parser.add_argument("--fps", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--accent", default="", help='a colour such as "#ffcc33"')
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
