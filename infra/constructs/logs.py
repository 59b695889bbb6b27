"""Log groups: every one with a name and an end."""

import json

import jsii
from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigateway import AccessLogFormat
from constructs import Construct

from infra.constructs.access import Allowed
from infra.settings import Settings


def log_group(scope: Construct, id: str, name: str, settings: Settings) -> logs.LogGroup:
    """`name` as CloudWatch shows it; deleted with the stack, for logs are not records."""
    return logs.LogGroup(
        scope,
        id,
        log_group_name=name,
        retention=_retention(settings.log_days),
        removal_policy=RemovalPolicy.DESTROY,
    )


def writing(group: logs.LogGroup) -> Allowed:
    """The group's ARN ends in ":*", which are its streams."""
    return Allowed(("logs:CreateLogStream", "logs:PutLogEvents"), (group.log_group_arn,))


def _retention(days: int) -> logs.RetentionDays:
    names = {1: "ONE_DAY", 7: "ONE_WEEK", 14: "TWO_WEEKS", 30: "ONE_MONTH", 60: "TWO_MONTHS", 90: "THREE_MONTHS"}
    words = {
        3: "THREE_DAYS",
        5: "FIVE_DAYS",
        120: "FOUR_MONTHS",
        150: "FIVE_MONTHS",
        180: "SIX_MONTHS",
        365: "ONE_YEAR",
    }
    return logs.RetentionDays[(names | words)[days]]


@jsii.implements(apigateway.IAccessLogSettings)
class AccessLog:
    """One line of JSON a request, without its query: that may hold a ticket."""

    def __init__(self, group: logs.LogGroup) -> None:
        self._group = group

    @property
    def destination(self) -> apigateway.IAccessLogDestination:
        return apigateway.LogGroupLogDestination(self._group)

    @property
    def format(self) -> AccessLogFormat:
        names = ("requestId", "requestTime", "routeKey", "status", "responseLength", "integrationErrorMessage")
        fields = {name: f"$context.{name}" for name in names}
        return AccessLogFormat.custom(json.dumps(fields | {"ip": "$context.identity.sourceIp"}))
