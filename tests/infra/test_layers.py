"""The layer as Lambda would unpack it."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

from infra import layers

ARM64 = 0xB7  # e_machine of ELF (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html)


PROJECT = tomllib.loads((layers.ROOT / "pyproject.toml").read_text())["project"]
ENTRY_POINTS: dict[str, dict[str, str]] = PROJECT["entry-points"]
DECLARED = {f"{group}: {name}": value for group, points in ENTRY_POINTS.items() for name, value in points.items()}
BOTO3 = ("boto3", "botocore", "python-dateutil", "s3transfer", "six", "urllib3")
GROUPS = (*ENTRY_POINTS, "spotworks.catalogues")

# Looks for each, loads it, and tells its value.
PROGRAM = """
import json, sys
sys.path[:0] = sys.argv[1:3]
from spotworks import installed
found = {(group, name): one for group in sys.argv[3:] for name, one in installed.all_of(group).items()}
for (group, name), one in found.items():
    assert installed.named(group, name) == one
    one.load()
assert installed.__file__.startswith(sys.argv[1])
print(json.dumps({f"{group}: {name}": one.value for (group, name), one in found.items()}))
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return layers.spotworks(layers.OURS, tmp_path_factory.mktemp("layers") / "spotworks")


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `common` pins and the runtime brings, of this machine's packages: ours is not among them."""
    folder = tmp_path_factory.mktemp("runtime")
    pinned = re.findall(r"^([\w.-]+)==", layers.REQUIREMENTS.read_text(), re.MULTILINE)
    for package in (*pinned, *BOTO3):
        installed = distribution(package)
        for top in {file.parts[0] for file in installed.files or () if file.parts[0] != ".."}:
            if not (folder / top).exists():
                (folder / top).symlink_to(Path(str(installed.locate_file(top))))
    return folder


@pytest.fixture(scope="module")
def common() -> Path:
    built = layers.BUILD / "common"
    assert built.is_dir(), "run `make layers` first: it needs the package index, once"
    return built


def test_every_requirement_is_pinned_with_hashes() -> None:
    text = layers.REQUIREMENTS.read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert all(re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line) for line in lines)


def test_the_layer_pins_the_versions_that_are_tested() -> None:
    pin = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
    tested = set(pin.findall((layers.ROOT / "requirements" / "all.txt").read_text()))
    assert set(pin.findall(layers.REQUIREMENTS.read_text())) <= tested


def test_the_base_dependencies_are_in_the_layer_but_boto3_which_the_runtime_brings() -> None:
    project = tomllib.loads((layers.ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[><=\[]", requirement)[0] for requirement in project["dependencies"]}
    pinned = {line.split("==")[0] for line in layers.REQUIREMENTS.read_text().splitlines() if "==" in line}
    assert wanted - pinned == {"boto3"}


def test_every_entry_point_is_found_and_loads_where_there_is_only_what_lambda_has(ours: Path, runtime: Path) -> None:
    assert _found(ours / "python", runtime).items() >= DECLARED.items()


def test_a_package_of_others_in_the_layer_is_found_beside_ours(tmp_path: Path, runtime: Path) -> None:
    uv = layers.ROOT / ".tools" / "bin" / "uv"
    options = ("--offline", "--no-cache", "--no-deps", "--quiet", "--python", sys.executable)
    acme = layers.ROOT / "samples" / "spotworks_acme"
    subprocess.run([uv, "pip", "install", *options, "--target", tmp_path / "site", acme], check=True)
    (tmp_path / "site" / "spotworks").symlink_to(layers.OURS / "spotworks")
    built = layers.spotworks(tmp_path / "site", tmp_path / "layer")
    assert _found(built / "python", runtime) == DECLARED | {
        "spotworks.catalogues: acme": "spotworks_acme:catalogue",
        "spotworks.language_models: acme_words": "spotworks_acme.words:Words",
        "spotworks.providers: acme": "spotworks_acme.works:Works",
        "spotworks.providers: acme_effects": "spotworks_acme.sounds:Effects",
        "spotworks.providers: acme_speech": "spotworks_acme.sounds:Speech",
    }


def test_the_layer_is_the_same_each_time_it_is_built(ours: Path, tmp_path: Path) -> None:
    """Else every deployment would replace it, and all functions."""
    again = layers.spotworks(layers.OURS, tmp_path / "again")
    assert _contents(again) == _contents(ours)


def test_the_layer_has_byte_code_for_all_of_our_code_where_a_python_can_compile_it(tmp_path: Path) -> None:
    built = layers.spotworks(layers.OURS, tmp_path / "compiled", sys.executable)
    sources = {file.relative_to(built) for file in built.rglob("*.py")}
    compiled = {file.parent.parent / f"{file.name.partition('.')[0]}.py" for file in built.rglob("*.pyc")}
    assert {file.relative_to(built) for file in compiled} == sources
    assert not list(layers.spotworks(layers.OURS, tmp_path / "plain").rglob("*.pyc"))


def test_every_file_of_the_package_and_the_dashboard_is_in_the_layer(ours: Path) -> None:
    there = _contents(ours)
    sources = {"python": layers.OURS, "web": layers.ROOT / "web"}
    wanted = {
        f"{place}/{name}": content for place, folder in sources.items() for name, content in _contents(folder).items()
    }
    assert {Path(name).suffix for name in wanted} >= {
        ".py",
        ".json",
        ".toml",
        ".md",
        ".ttf",
        ".tflite",
        ".txt",
        ".html",
        ".js",
        ".css",
        ".svg",
    }
    assert {name: there.get(name) for name in wanted} == wanted
    assert {name.split("/")[1] for name in set(there) - set(wanted)} == {f"spotworks-{PROJECT['version']}.dist-info"}


@pytest.mark.parametrize("dockerfile", sorted(layers.ROOT.glob("containers/*/Dockerfile")), ids=lambda f: f.parent.name)
def test_an_image_describes_our_code_as_the_layer_does(dockerfile: Path, ours: Path, tmp_path: Path) -> None:
    """What its instructions do to /opt and /tmp is done here, as far as they are about that."""
    text = dockerfile.read_text()
    (tmp_path / "opt/python").mkdir(parents=True)
    after = text.partition("COPY layers/spotworks/python /opt/python\n")[2]
    copies = re.findall(r"^COPY (pyproject.toml|infra/\S+) /(tmp/\S+)/$", after, re.MULTILINE)
    for source, folder in copies:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(layers.ROOT / source, tmp_path / folder)
    [(script, site)] = re.findall(r"^RUN python3? /(\S+) /(opt\S+) && rm -r /tmp/about$", after, re.MULTILINE)
    subprocess.run([sys.executable, "-I", tmp_path / script, tmp_path / site], check=True)
    ours_there = {name: text for name, text in _contents(ours / "python").items() if ".dist-info/" in name}
    assert _contents(tmp_path / "opt/python") == ours_there


def test_docker_is_sent_what_the_animation_image_copies() -> None:
    """CDK does not deploy it, and its own list comes before the one for those that it does."""
    folder = layers.ROOT / "containers" / "animate"
    sent = re.findall(r"^!(.+)$", (folder / "Dockerfile.dockerignore").read_text(), re.MULTILINE)
    for line in re.findall(r"^COPY (.+)$", (folder / "Dockerfile").read_text(), re.MULTILINE):
        for source in line.split()[:-1]:
            assert (layers.ROOT / source).exists()
            assert source.startswith(tuple(sent)), source


def _found(site: Path, runtime: Path) -> dict[str, str]:
    """Entry points of ours and of others, each loaded, in a process that has this and nothing else."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROGRAM, site, runtime, *GROUPS], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_compiled_modules_are_for_the_runtime_s_machine_and_python(common: Path) -> None:
    compiled = list(common.rglob("*.so"))
    assert compiled
    for module in compiled:
        assert int.from_bytes(module.read_bytes()[18:20], "little") == ARM64, module
        assert "cpython-313" in module.name or ".abi3." in module.name, module


def test_the_layer_leaves_room_under_the_limit_of_lambda(common: Path) -> None:
    # 250 MB unzipped for the function and all its layers (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
    assert sum(f.stat().st_size for f in common.rglob("*") if f.is_file()) < 150e6
