"""Who is told when something breaks: alarms on what a person must see to."""

from collections.abc import Iterator
from dataclasses import dataclass

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

SUM = {"period": Duration.minutes(5), "statistic": "Sum"}


@dataclass(frozen=True)
class Watched:
    """A metric over five minutes, the most of it that is well, and what to do about more."""

    name: str
    metric: cloudwatch.IMetric
    meaning: str
    most: int = 0


class WatchStack(Stack):
    def __init__(self, scope: Construct, id: str, *, spot: SpotStack, settings: Settings) -> None:
        super().__init__(scope, id, description="Spotworks: alarms")
        topic = self._topic(settings)
        for watched in (*_executions(spot), *_functions(spot), *_events(spot)):
            alarm = cloudwatch.Alarm(
                self,
                watched.name,
                alarm_name=f"{settings.prefix}-{watched.name}",
                alarm_description=watched.meaning,
                metric=watched.metric,
                threshold=watched.most,
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


def _executions(spot: SpotStack) -> Iterator[Watched]:
    for flow in spot.flows:
        failed, hung = flow.machine.metric_failed(**SUM), flow.machine.metric_timed_out(**SUM)
        yield Watched("ExecutionsFailed", failed, "Spots failed; the failed state in Step Functions names the error.")
        yield Watched("ExecutionsTimedOut", hung, "Spots hung until the machine's limit: a wait was never answered.")


def _functions(spot: SpotStack) -> Iterator[Watched]:
    called = {name for machine in catalogue.MACHINES for name in machine.calls}
    for function in catalogue.FUNCTIONS:
        # The machine retries and catches the errors of what it calls; nobody does for the others.
        if function.name not in called:
            errors = spot.functions[function.name].metric_errors(**SUM)
            yield Watched(
                f"{function.name}Errors", errors, f"{function.name} ({function.purpose}) raised: see its log."
            )
    throttles = cloudwatch.Metric(namespace="AWS/Lambda", metric_name="Throttles", **SUM)
    yield Watched("LambdaThrottles", throttles, "Functions were refused: raise the quota of concurrent executions.")
    api_errors = spot.http.api.metric_server_error(**SUM)
    yield Watched("ApiErrors", api_errors, "The HTTP API answered 5xx: see the log of ServeApi.")


def _events(spot: SpotStack) -> Iterator[Watched]:
    waiting = spot.events.dead.metric_approximate_number_of_messages_visible(period=SUM["period"])
    yield Watched("DeadEvents", waiting, "Events were not handled: read the queue, mend the cause, send them again.")
    for name, queue in spot.queues.dead.items():
        waiting = queue.metric_approximate_number_of_messages_visible(period=SUM["period"])
        meaning = f"Messages of the queue {name} were given up: read the queue, mend the cause, send them again."
        yield Watched(f"Dead{name.title()}", waiting, meaning)
    for rule in catalogue.RULES:
        # Batch itself counts nothing; the rule that hears of failed jobs does.
        if "{render_queue}" in str(rule.pattern):
            about = {"RuleName": spot.events.rules[rule.name].rule_name}
            died = cloudwatch.Metric(
                namespace="AWS/Events", metric_name="TriggeredRules", dimensions_map=about, **SUM
            )  # fmt: skip
            meaning = "Render containers died. Two are reclaimed hosts and are retried; more are memory or the image."
            yield Watched("RendersDied", died, meaning, most=2)
