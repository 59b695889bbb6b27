"""Makes our code in a folder an installed package there: `python infra/dist_info.py FOLDER`.

The layer and the images are made so (docs/adr/0016-our-code-is-an-installed-package.md). Needs nothing but Python.
"""

import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def describe(site: Path) -> None:
    """What an installer would leave beside the code: by their entry points adapters are found.

    Of pyproject.toml only name, version and entry points get there, so that no other change deploys a layer anew.
    """
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    about = site / f"{project['name']}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in project["entry-points"].items()
    )
    (about / "entry_points.txt").write_text("\n".join(groups))


if __name__ == "__main__":
    describe(Path(sys.argv[1]))
