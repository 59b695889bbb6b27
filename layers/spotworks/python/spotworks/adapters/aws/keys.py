"""The vendors' keys of a deployment: one secret in AWS Secrets Manager."""

import json

from spotworks.adapters.aws.clients import client, named_errors
from spotworks.errors import ModelUnavailable


def read(arn: str) -> dict[str, str]:
    """Values by environment names. Raises StorageUnavailable, NotFound; ModelUnavailable for what is no JSON object."""
    with named_errors("the secret with the keys"):
        text = client("secretsmanager").get_secret_value(SecretId=arn).get("SecretString", "")
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ModelUnavailable('the secret with the keys must be a JSON object, as {"FAL_KEY": "..."}', field="model")
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
