"""What starts a function without anyone calling: rules, schedules, the table's stream. None loses an event."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.catalogue import Queue, Rule, Schedule
from infra.constructs.access import Allowed, acknowledge, role
from infra.constructs.names import filled
from infra.settings import Settings

# An event older than this tells of a job that has ended by other means.
STALE = Duration.hours(6)
RETRIES = 2


class Events(Construct):
    """functions: by name; names: for the patterns. `dead` holds what could not be delivered or handled."""

    def __init__(
        self, scope: Construct, id: str, *, functions: Mapping[str, lambda_.Function], names: Mapping[str, str],
        settings: Settings,
    ) -> None:  # fmt: skip
        super().__init__(scope, id)
        self._functions, self._names, self._settings = functions, names, settings
        self.dead = sqs.Queue(
            self,
            "Dead",
            queue_name=f"{settings.prefix}-dead-events",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
        )
        acknowledge(self.dead, "AwsSolutions-SQS3", "It is the dead-letter queue.")
        self.rules: dict[str, events.Rule] = {}
        self._kept: set[str] = set()

    def add_rules(self, rules: Sequence[Rule]) -> None:
        for rule in rules:
            pattern: dict[str, Any] = filled(rule.pattern, self._names)
            function = self._called(rule.calls)
            self.rules[rule.name] = events.Rule(
                self,
                rule.name,
                rule_name=f"{self._settings.prefix}-{rule.name}",
                event_pattern=events.EventPattern(
                    source=pattern["source"], detail_type=pattern["detail-type"], detail=pattern["detail"]
                ),
                targets=[
                    targets.LambdaFunction(
                        function, dead_letter_queue=self.dead, max_event_age=STALE, retry_attempts=RETRIES
                    )
                ],
            )

    def add_schedules(self, schedules: Sequence[Schedule]) -> None:
        for schedule in schedules:
            function = self._called(schedule.calls)
            scheduler.CfnSchedule(
                self,
                f"{schedule.name.title()}Schedule",
                name=f"{self._settings.prefix}-{schedule.name}",
                schedule_expression=schedule.expression,
                schedule_expression_timezone=schedule.zone,
                flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
                target=scheduler.CfnSchedule.TargetProperty(
                    arn=function.function_arn,
                    role_arn=self._scheduler_role(schedule, function).role_arn,
                    input=json.dumps(schedule.payload),
                    dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(arn=self.dead.queue_arn),
                    retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                        maximum_event_age_in_seconds=int(STALE.to_seconds()), maximum_retry_attempts=RETRIES
                    ),
                ),
            )

    def add_stream(self, table: dynamodb.Table, calls: str, prefix: str) -> None:
        """Changes of items whose sort key begins with `prefix` to one function; a poisonous one is set aside."""
        self._functions[calls].add_event_source(
            sources.DynamoEventSource(
                table,
                starting_position=lambda_.StartingPosition.LATEST,
                batch_size=100,
                bisect_batch_on_error=True,
                retry_attempts=RETRIES,
                # Progress older than this is of use to nobody: a reader who comes back asks for what was missed.
                max_record_age=Duration.minutes(5),
                on_failure=sources.SqsDlq(self.dead),
                filters=[
                    lambda_.FilterCriteria.filter(
                        {"dynamodb": {"Keys": {"sk": {"S": lambda_.FilterRule.begins_with(prefix)}}}}
                    )
                ],
            )
        )

    def add_queues(self, queues: Mapping[str, sqs.Queue], catalogued: Sequence[Queue]) -> None:
        """Each queue's messages to its function, one at a time."""
        for queue in catalogued:
            self._functions[queue.calls].add_event_source(
                sources.SqsEventSource(queues[queue.name], batch_size=1, max_concurrency=queue.at_once)
            )

    def _called(self, name: str) -> lambda_.Function:
        """The function, with the events it fails on set aside too: these calls are asynchronous."""
        function = self._functions[name]
        if name not in self._kept:
            self._kept.add(name)
            function.configure_async_invoke(
                on_failure=destinations.SqsDestination(self.dead), retry_attempts=RETRIES, max_event_age=STALE
            )
        return function

    def _scheduler_role(self, schedule: Schedule, function: lambda_.IFunction) -> iam.Role:
        calling = Allowed(("lambda:InvokeFunction",), (function.function_arn,))
        setting_aside = Allowed(("sqs:SendMessage",), (self.dead.queue_arn,))
        return role(self, f"{schedule.name.title()}Role", "scheduler", [calling, setting_aside])
