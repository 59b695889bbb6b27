"""The images: of renders, which is every Lambda's whose package is "media" too, of the aligner, and of our own GPUs."""

from pathlib import Path

from aws_cdk import IgnoreMode
from aws_cdk import aws_ecr_assets as ecr_assets
from constructs import Construct

ROOT = Path(__file__).resolve().parent.parent.parent


def render_image(scope: Construct) -> ecr_assets.DockerImageAsset:
    return _image(scope, "render", ecr_assets.Platform.LINUX_ARM64, without=["containers/align", "containers/diffuse"])


def align_image(scope: Construct) -> ecr_assets.DockerImageAsset:
    return _image(scope, "align", ecr_assets.Platform.LINUX_AMD64, without=["containers/diffuse", *_RENDER])


def diffuse_image(scope: Construct) -> ecr_assets.DockerImageAsset:
    return _image(scope, "diffuse", ecr_assets.Platform.LINUX_AMD64, without=["containers/align", *_RENDER])


_RENDER = ("containers/render", "functions", "infra", "pyproject.toml", "requirements")


def _image(
    scope: Construct, name: str, platform: ecr_assets.Platform, without: list[str]
) -> ecr_assets.DockerImageAsset:
    """Built by Docker when it is deployed; synthesis only hashes what .dockerignore lets through.

    without: what it lets through for the other images.
    """
    return ecr_assets.DockerImageAsset(
        scope,
        f"{name.title()}Image",
        directory=str(ROOT),
        file=f"containers/{name}/Dockerfile",
        platform=platform,
        ignore_mode=IgnoreMode.DOCKER,
        exclude=without,
    )
