"""Names of the embedded cloud: one account, one region, as moto has them."""

ACCOUNT = "123456789012"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/spotworks"
PREFIX = "spotworks"


def arn(service: str, resource: str) -> str:
    """A resource here: "states", "stateMachine:x" -> the ARN of that machine here."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"
