"""The render image: the Batch container, and every Lambda whose package is "media"."""

from pathlib import Path

from aws_cdk import IgnoreMode
from aws_cdk import aws_ecr_assets as ecr_assets
from constructs import Construct

ROOT = Path(__file__).resolve().parent.parent.parent


def render_image(scope: Construct) -> ecr_assets.DockerImageAsset:
    """Built by Docker when it is deployed; synthesis only hashes what .dockerignore lets through."""
    return ecr_assets.DockerImageAsset(
        scope,
        "RenderImage",
        directory=str(ROOT),
        file="containers/render/Dockerfile",
        platform=ecr_assets.Platform.LINUX_ARM64,
        ignore_mode=IgnoreMode.DOCKER,
    )
