"""Imported by the fork server: boto3's default session with the service models that functions use.

Parsing them costs each process about a quarter of a second of CPU; forks inherit them parsed.
"""

import boto3

SERVICES = ("s3", "dynamodb", "stepfunctions")

boto3.setup_default_session()
_loader = boto3.DEFAULT_SESSION._session.get_component("data_loader")
for _name in ("endpoints", "partitions", "sdk-default-configuration", "_retry"):
    _loader.load_data(_name)
for _service in SERVICES:
    for _kind in ("service-2", "endpoint-rule-set-1"):
        _loader.load_service_model(_service, _kind)
