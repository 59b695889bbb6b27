"""One logger: JSON lines with the request id of the API call that began it all."""

from aws_lambda_powertools import Logger

logger = Logger(utc=True)
