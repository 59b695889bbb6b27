"""What the deployment promises whoever pays for it: least privilege, encryption, an end to logs, someone told."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra import catalogue
from tests.infra.conftest import PREFIX, Template, shown

# The only actions that may have no resource, because AWS gives them none.
WITHOUT_RESOURCE = {
    "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
    "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
    "dynamodb:ListStreams", "batch:DescribeJobs", "batch:ListJobs", "ecs:DiscoverPollEndpoint",
    "ecr:GetAuthorizationToken",
}  # fmt: skip

# What a grant of the catalogue lets a function do; anything else in its policies is too much.
ALLOWS = {
    "table": {
        "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem",
        "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem",
    },
    "uploads:read": {"s3:GetObject", "s3:ListBucket"},
    "uploads:write": {"s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"},
    "machine:start": {"states:StartExecution"},
    "machine:stop": {"states:StopExecution"},
    "tokens": {"states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"},
    "render:submit": {"batch:SubmitJob"},
    "align:submit": {"batch:SubmitJob"},
    "topic": {"sns:Publish"},
    "socket": {"execute-api:ManageConnections"},
    "keys": {"secretsmanager:GetSecretValue"},
    "orders:send": {"sqs:SendMessage"},
    "diffuse:order": {"batch:SubmitJob", "batch:TerminateJob", "batch:DescribeJobs", "batch:ListJobs"},
}  # fmt: skip
for _bucket in ("work", "published"):
    ALLOWS |= {f"{_bucket}:{way}": ALLOWS[f"uploads:{way}"] for way in ("read", "write")}
ANY_FUNCTION = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
STREAM_READER = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}
QUEUE_READER = {
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
}  # fmt: skip
SETS_ASIDE = {"sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """(role, statement) of every identity policy."""
    for name, role in template.of("IAM::Role").items():
        for policy in role.get("Policies", []):
            yield from ((name, s) for s in policy["PolicyDocument"]["Statement"])
    for policy in template.of("IAM::Policy").values():
        for role in policy["Roles"]:
            yield from ((role["Ref"], s) for s in policy["PolicyDocument"]["Statement"])


def role_of(spot: Template, function: str) -> str:
    deployed = next(p for p in spot.of("Lambda::Function").values() if p["FunctionName"] == f"{PREFIX}-{function}")
    return deployed["Role"]["Fn::GetAtt"][0]


def test_no_role_may_do_anything_by_a_star(templates: tuple[Template, ...]) -> None:
    for template in templates:
        for role, statement in statements(template):
            assert not [a for a in as_list(statement["Action"]) if "*" in a], (role, statement)


def test_only_actions_without_a_resource_are_allowed_everywhere(templates: tuple[Template, ...]) -> None:
    for template in templates:
        for role, statement in statements(template):
            if "*" in [shown(r) for r in as_list(statement["Resource"])]:
                assert set(as_list(statement["Action"])) <= WITHOUT_RESOURCE, (role, statement)


def test_no_role_has_a_managed_policy(templates: tuple[Template, ...]) -> None:
    assert not [name for t in templates for name, role in t.of("IAM::Role").items() if "ManagedPolicyArns" in role]


@pytest.mark.parametrize("function", catalogue.FUNCTIONS, ids=lambda f: f.name)
def test_a_function_may_do_what_its_grants_say_and_no_more(spot: Template, function: catalogue.Function) -> None:
    role = role_of(spot, function.name)
    allowed = {a for name, s in statements(spot) if name == role for a in as_list(s["Action"])}
    granted = set().union(*(ALLOWS[grant] for grant in function.grants))
    by_event = function.name in {r.calls for r in (*catalogue.RULES, *catalogue.SCHEDULES)}
    by_stream = function.name == catalogue.TABLE.stream_to
    by_queue = function.name in {queue.calls for queue in catalogue.QUEUES}
    more = ANY_FUNCTION | (QUEUE_READER if by_queue else set())
    more |= (SETS_ASIDE if by_event or by_stream else set()) | (STREAM_READER if by_stream else set())
    assert granted <= allowed
    assert allowed <= granted | more


@pytest.mark.parametrize("function", catalogue.FUNCTIONS, ids=lambda f: f.name)
def test_a_function_reaches_only_the_buckets_of_its_grants(spot: Template, function: catalogue.Function) -> None:
    role = role_of(spot, function.name)
    reached = {
        shown(resource).removeprefix(f"import:{PREFIX}-").split("-arn")[0]
        for name, s in statements(spot)
        if name == role and "s3:" in json.dumps(s["Action"])
        for resource in as_list(s["Resource"])
    }
    buckets = {bucket.name for bucket in catalogue.BUCKETS}
    assert reached == {grant.split(":")[0] for grant in function.grants} & buckets


def test_the_machine_may_invoke_exactly_the_functions_of_its_asl(spot: Template) -> None:
    functions = spot.of("Lambda::Function")
    deployed = spot.one("StepFunctions::StateMachine")
    role = deployed["RoleArn"]["Fn::GetAtt"][0]
    invoked = {
        functions[resource["Fn::GetAtt"][0]]["FunctionName"]
        for name, s in statements(spot)
        if name == role and s["Action"] == "lambda:InvokeFunction"
        for resource in as_list(s["Resource"])
    }
    assert invoked == {f"{PREFIX}-{call}" for call in catalogue.MACHINES[0].calls}


def test_every_bucket_is_closed_encrypted_and_refuses_plain_http(data: Template) -> None:
    policies = {shown(p["Bucket"]): p["PolicyDocument"]["Statement"] for p in data.of("S3::BucketPolicy").values()}
    for name, bucket in data.of("S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["BucketEncryption"]
        refused = [s for s in policies[f"<{name}>"] if s["Effect"] == "Deny"]
        assert any(s["Condition"] == {"Bool": {"aws:SecureTransport": "false"}} for s in refused), name


def test_the_catalogue_s_buckets_know_no_acls_and_log_who_comes(data: Template) -> None:
    for bucket in catalogue.BUCKETS:
        deployed = next(p for name, p in data.of("S3::Bucket").items() if name.startswith(bucket.name.title()))
        assert deployed["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        assert deployed["LoggingConfiguration"]["LogFilePrefix"] == f"s3/{bucket.name}/"


def test_what_waits_to_be_read_is_encrypted(spot: Template, watch: Template) -> None:
    topics = [*spot.of("SNS::Topic").values(), *watch.of("SNS::Topic").values()]
    assert len(topics) == 2
    assert all(topic["KmsMasterKeyId"] for topic in topics)
    assert all(queue["SqsManagedSseEnabled"] is True for queue in spot.of("SQS::Queue").values())


def test_the_table_can_be_put_back_to_any_second_of_the_last_weeks(data: Template) -> None:
    table = data.one("DynamoDB::Table")
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_every_log_has_an_end(templates: tuple[Template, ...]) -> None:
    groups = [p for t in templates for p in t.of("Logs::LogGroup").values()]
    assert groups
    assert {p.get("RetentionInDays") for p in groups} == {30}


def test_every_function_machine_and_api_writes_to_a_log_of_ours(spot: Template) -> None:
    groups = spot.of("Logs::LogGroup")
    for function in spot.of("Lambda::Function").values():
        assert function["LoggingConfig"]["LogGroup"]["Ref"] in groups
        assert function["TracingConfig"] == {"Mode": "Active"}
    machine = spot.one("StepFunctions::StateMachine")
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["TracingConfiguration"] == {"Enabled": True}
    for stage in spot.of("ApiGatewayV2::Stage").values():
        assert stage["AccessLogSettings"]["DestinationArn"]["Fn::GetAtt"][0] in groups
        assert "queryString" not in stage["AccessLogSettings"]["Format"]


def test_every_stage_of_an_api_is_throttled(spot: Template) -> None:
    for stage in spot.of("ApiGatewayV2::Stage").values():
        assert 0 < stage["DefaultRouteSettings"]["ThrottlingRateLimit"] <= 100


def test_no_event_is_lost_without_a_trace(spot: Template) -> None:
    named = {queue["QueueName"]: id for id, queue in spot.of("SQS::Queue").items()}
    for queue in catalogue.QUEUES:
        redrive = spot.of("SQS::Queue")[named[f"{PREFIX}-{queue.name}"]]["RedrivePolicy"]
        assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [named[f"{PREFIX}-{queue.name}-dead"], "Arn"]}
        assert redrive["maxReceiveCount"] == queue.tries
    queue = named[f"{PREFIX}-dead-events"]
    dead = {"Fn::GetAtt": [queue, "Arn"]}
    targets = [t for p in spot.of("Events::Rule").values() for t in p["Targets"]]
    assert all(t["DeadLetterConfig"]["Arn"] == dead for t in targets)
    assert all(p["Target"]["DeadLetterConfig"]["Arn"] == dead for p in spot.of("Scheduler::Schedule").values())
    [stream] = [m for m in spot.of("Lambda::EventSourceMapping").values() if "FilterCriteria" in m]
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == dead
    assert stream["BisectBatchOnFunctionError"] is True
    called = {r.calls for r in (*catalogue.RULES, *catalogue.SCHEDULES)}
    kept = spot.of("Lambda::EventInvokeConfig").values()
    assert len(kept) == len(called)
    assert all(p["DestinationConfig"]["OnFailure"]["Destination"] == dead for p in kept)


def test_there_is_no_nat_gateway_and_no_open_port(spot: Template) -> None:
    assert not spot.of("EC2::NatGateway")
    group = spot.one("EC2::SecurityGroup")
    assert "SecurityGroupIngress" not in group
    assert not spot.of("EC2::SecurityGroupIngress")
    assert [(rule["FromPort"], rule["ToPort"]) for rule in group["SecurityGroupEgress"]] == [(443, 443)]
    services = {shown(p["ServiceName"]).rsplit(".", 1)[1] for p in spot.of("EC2::VPCEndpoint").values()}
    assert services == {"s3", "dynamodb"}


def test_renders_go_to_spot_capacity_first_and_on_demand_otherwise(spot: Template) -> None:
    kinds = {n: p["ComputeResources"]["Type"] for n, p in spot.of("Batch::ComputeEnvironment").items()}
    [queue] = [q for q in spot.of("Batch::JobQueue").values() if q["JobQueueName"] == f"{PREFIX}-render"]
    order = sorted(queue["ComputeEnvironmentOrder"], key=lambda entry: entry["Order"])
    assert [kinds[e["ComputeEnvironment"]["Fn::GetAtt"][0]] for e in order] == ["FARGATE_SPOT", "FARGATE"]


def test_somebody_is_told_of_every_kind_of_failure(watch: Template) -> None:
    alarms = watch.of("CloudWatch::Alarm").values()
    names = {a["AlarmName"].removeprefix(f"{PREFIX}-") for a in alarms}
    called = {name for machine in catalogue.MACHINES for name in machine.calls}
    alone = {f"{f.name}Errors" for f in catalogue.FUNCTIONS if f.name not in called}
    flows = {"ExecutionsFailed", "ExecutionsTimedOut", "RendersDied"}
    others = flows | {
        "LambdaThrottles",
        "ApiErrors",
        "DeadEvents",
        *(f"Dead{q.name.title()}" for q in catalogue.QUEUES),
    }
    assert names == alone | others
    assert all(a["AlarmActions"] and a["AlarmDescription"] for a in alarms)
    assert watch.one("SNS::Subscription")["Endpoint"] == "alarms@example.com"


def test_nobody_can_choose_their_own_tenant(data: Template) -> None:
    pool, client = data.one("Cognito::UserPool"), data.one("Cognito::UserPoolClient")
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    (tenant,) = [a for a in pool["Schema"] if a["Name"] == "tenant"]
    assert tenant["Mutable"] is False
    assert "custom:tenant" in client["ReadAttributes"]
    assert "custom:tenant" not in client["WriteAttributes"]


def test_published_videos_are_served_to_signed_urls_only(data: Template) -> None:
    behaviour = data.one("CloudFront::Distribution")["DistributionConfig"]["DefaultCacheBehavior"]
    assert behaviour["TrustedKeyGroups"]
    assert behaviour["ViewerProtocolPolicy"] == "https-only"
    assert data.of("CloudFront::OriginAccessControl")


def test_the_keys_of_vendors_are_not_in_the_template(data: Template) -> None:
    assert data.one("SecretsManager::Secret")["SecretString"] == "{}"


def test_every_resource_says_whose_it_is(spot: Template) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in next(iter(spot.of("Lambda::Function").values()))["Tags"]}
    assert tags == {"project": "spotworks", "stage": "test"}
