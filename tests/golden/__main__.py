"""`make golden`: takes the golden frames anew, and a sheet of what changed to look at before it is committed."""

import tempfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from spotworks import fonts
from tests.golden.spots import FRAMES, SIZE, Picture, all_spots, packed, path_of, unpacked
from tests.golden.ssim import Likeness, likeness

SHEET = Path("out/golden/changed.png")
SAME = 0.995  # likeness in the worst spot, above which nobody sees a difference
_HEAD, _GAP = 34, 8  # pixels


def main() -> None:
    FRAMES.mkdir(exist_ok=True)
    rows, names = [], set()
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        for spot in all_spots(Path(folder)):
            for name, picture in spot.frames().items():
                names.add(name)
                if (row := renewed(name, picture)) is not None:
                    rows.append(row)
    for path in FRAMES.glob("*.webp"):
        if path.stem not in names:
            print(f"  gone      {path.stem}")
            path.unlink()
    SHEET.unlink(missing_ok=True)
    if not rows:
        print("nothing looks different")
        return
    SHEET.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(SHEET), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
    print(f"\n  {SHEET}   before | after | difference, of {len(rows)}; look at it, then commit tests/golden/frames")


def renewed(name: str, picture: Picture) -> Picture | None:
    """A row of the sheet, if the frame is not what it was; one that looks the same keeps its file."""
    path, content = path_of(name), packed(picture)
    after = unpacked(content)
    before = unpacked(path.read_bytes()) if path.is_file() else None
    if before is None or before.shape != after.shape:
        print(f"  new       {name}")
        path.write_bytes(content)
        return _row(name, np.zeros_like(after), after, None)
    found = likeness(before, after)
    if found.worst >= SAME:
        return None
    print(f"  changed   {name:28} {found.mean:.3f} in all, {found.worst:.3f} in the worst spot")
    path.write_bytes(content)
    return _row(name, before, after, found)


def _row(name: str, before: Picture, after: Picture, found: Likeness | None) -> Picture:
    difference = np.minimum(255, np.abs(after.astype(int) - before).max(axis=2, keepdims=True) * 3)
    pictures = (before, after, np.repeat(difference, 3, axis=2).astype(np.uint8))
    paper = Image.new("RGB", (3 * (SIZE[0] + _GAP) - _GAP, SIZE[1] + _HEAD), "#15181c")
    text = f"{name}   new" if found is None else f"{name}   {found.mean:.3f} / {found.worst:.3f}"
    ImageDraw.Draw(paper).text((8, 6), text, fill="#f6f4f0", font=ImageFont.truetype(str(fonts.TEXT.path), 18))
    for number, one in enumerate(pictures):
        paper.paste(Image.fromarray(one), (number * (SIZE[0] + _GAP), _HEAD))
    return np.asarray(paper, np.uint8)


if __name__ == "__main__":
    main()
