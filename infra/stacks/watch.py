"""Who is told when something breaks: alarms on what a person must see to."""

from collections.abc import Iterator

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra import catalogue
from infra.settings import Settings
from infra.stacks.spot import SpotStack

FIVE_MINUTES = Duration.minutes(5)


class WatchStack(Stack):
    def __init__(self, scope: Construct, id: str, *, spot: SpotStack, settings: Settings) -> None:
        super().__init__(scope, id, description="Spotworks: alarms")
        topic = self._topic(settings)
        for name, metric, threshold, meaning in _watched(spot):
            alarm = cloudwatch.Alarm(
                self,
                name,
                alarm_name=f"{settings.prefix}-{name}",
                alarm_description=meaning,
                metric=metric,
                threshold=threshold,
                evaluation_periods=1,
                comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
                treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            )
            alarm.add_alarm_action(actions.SnsAction(topic))
            alarm.add_ok_action(actions.SnsAction(topic))

    def _topic(self, settings: Settings) -> sns.Topic:
        # A key of our own: CloudWatch may not use the one that AWS keeps for SNS.
        key = kms.Key(self, "Key", enable_key_rotation=True, description="Spotworks: alarms")
        key.grant_encrypt_decrypt(iam.ServicePrincipal("cloudwatch.amazonaws.com"))
        topic = sns.Topic(self, "Alarms", topic_name=f"{settings.prefix}-alarms", master_key=key, enforce_ssl=True)
        topic.grant_publish(iam.ServicePrincipal("cloudwatch.amazonaws.com"))
        if settings.alarm_email:
            topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_email))
        return topic


def _watched(spot: SpotStack) -> Iterator[tuple[str, cloudwatch.IMetric, float, str]]:
    """(name, metric over five minutes, the most that is well, what to do)."""
    for flow in spot.flows:
        machine = flow.machine
        yield (
            "ExecutionsFailed",
            machine.metric_failed(period=FIVE_MINUTES, statistic="Sum"),
            0,
            ("Spots failed. Open the executions in Step Functions; the failed state names the error."),
        )
        yield (
            "ExecutionsTimedOut",
            machine.metric_timed_out(period=FIVE_MINUTES, statistic="Sum"),
            0,
            ("Spots hung until the machine's own limit: a wait was never answered."),
        )
    called = {name for machine in catalogue.MACHINES for name in machine.calls}
    for function in catalogue.FUNCTIONS:
        # The machine retries and catches the errors of what it calls; nobody does for the others.
        if function.name not in called:
            metric = spot.functions[function.name].metric_errors(period=FIVE_MINUTES, statistic="Sum")
            yield f"{function.name}Errors", metric, 0, f"{function.name} ({function.purpose}) raised; see its log."
    yield (
        "LambdaThrottles",
        _sum("AWS/Lambda", "Throttles", {}),
        0,
        ("Functions were refused for want of concurrency: raise the account's quota."),
    )
    yield (
        "DeadEvents",
        spot.events.dead.metric_approximate_number_of_messages_visible(period=FIVE_MINUTES),
        0,
        ("Events could not be delivered or handled. Read the queue, mend the cause, send them again."),
    )
    for rule in catalogue.RULES:
        if "{render_queue}" in str(rule.pattern):
            dimensions = {"RuleName": spot.events.rules[rule.name].rule_name}
            yield (
                "RendersDied",
                _sum("AWS/Events", "TriggeredRules", dimensions),
                2,
                ("Render containers died. One is a reclaimed host and is retried; more point at memory or the image."),
            )
    yield (
        "ApiErrors",
        spot.http.api.metric_server_error(period=FIVE_MINUTES, statistic="Sum"),
        0,
        ("The HTTP API answered 5xx; see the log of ServeApi."),
    )


def _sum(namespace: str, name: str, dimensions: dict[str, str]) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace, metric_name=name, dimensions_map=dimensions, statistic="Sum", period=FIVE_MINUTES
    )
