"""What is deployed is what runs locally: both come from the catalogue."""

import json
import re

import pytest

from infra import catalogue
from infra.catalogue import ROOT
from tests.infra.conftest import PREFIX, Template, shown

# What each placeholder of the catalogue has to become.
MEANS = {
    "table": r"^import:.*RefTable",
    "uploads": r"^import:.*RefUploads",
    "work": r"^import:.*RefWork",
    "published": r"^import:.*RefPublished",
    "topic": r"^<Announcements\w+>$",
    "keys": r"^import:.*Keys",
    "make_spot": rf"^arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:{PREFIX}-make-spot$",
    "render_queue": r"^<RenderingQueue\w+\.JobQueueArn>$",
    "render_job": rf"^{PREFIX}-render$",
    "align_job": rf"^{PREFIX}-align$",
    "diffuse_queue": r"^<DiffusingQueue\w+\.JobQueueArn>$",
    "diffuse_job": rf"^{PREFIX}-diffuse$",
    "diffuse_models": r"^s3://our-models/open$",
    "socket_endpoint": r"^https://<SocketApi\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>/live$",
    "socket_url": r"^wss://<SocketApi\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>/live$",
    "web": r"^/opt/web$",
    "hooks": r"^https://[\w.-]+$|^<HttpApi\w+\.ApiEndpoint>$",
    "orders_queue": r"^<QueuesOrders\w+>$",
    "fan_out": r"^480$",
    "language_model": r"^gpt_sol$",
    "monthly_cap": r"^100$",
    "daily_cap": r"^$",
    "call_cap": r"^$",
}


def deployed_function(spot: Template, name: str) -> dict:
    return next(p for p in spot.of("Lambda::Function").values() if p["FunctionName"] == f"{PREFIX}-{name}")


def deployed_job(spot: Template, name: str) -> dict:
    return next(p for p in spot.of("Batch::JobDefinition").values() if p["JobDefinitionName"] == f"{PREFIX}-{name}")


def same_value(template: str, deployed: object) -> bool:
    placeholder = re.fullmatch(r"\{(\w+)\}", template)
    if placeholder:
        return re.search(MEANS[placeholder[1]], shown(deployed)) is not None
    return shown(deployed) == template


def same_environment(wanted: dict[str, str], deployed: dict[str, object]) -> bool:
    return wanted.keys() == deployed.keys() and all(same_value(wanted[key], deployed[key]) for key in wanted)


def test_every_function_of_the_catalogue_is_deployed_and_no_other(spot: Template) -> None:
    names = {p["FunctionName"] for p in spot.of("Lambda::Function").values()}
    assert names == {f"{PREFIX}-{function.name}" for function in catalogue.FUNCTIONS}


@pytest.mark.parametrize("function", catalogue.FUNCTIONS, ids=lambda f: f.name)
def test_a_function_has_the_size_and_environment_of_the_catalogue(spot: Template, function: catalogue.Function) -> None:
    deployed = deployed_function(spot, function.name)
    assert deployed["MemorySize"] == function.memory
    assert deployed["Timeout"] == function.timeout
    assert deployed["EphemeralStorage"]["Size"] == function.disk
    assert deployed["Architectures"] == ["arm64"]
    assert same_environment(catalogue.ENVIRONMENT | function.environment, deployed["Environment"]["Variables"])


@pytest.mark.parametrize("function", [f for f in catalogue.FUNCTIONS if f.package == "zip"], ids=lambda f: f.name)
def test_a_zip_function_carries_its_own_handler_and_both_layers(spot: Template, function: catalogue.Function) -> None:
    deployed = deployed_function(spot, function.name)
    assert deployed["Handler"] == function.handler
    assert deployed["Runtime"] == "python3.13"
    assert len(deployed["Layers"]) == 2
    shipped = spot.asset(deployed["Code"])
    assert (shipped / "handler.py").read_bytes() == (function.folder / "handler.py").read_bytes()
    assert not list(shipped.rglob("__pycache__"))


@pytest.mark.parametrize("function", [f for f in catalogue.FUNCTIONS if f.package == "media"], ids=lambda f: f.name)
def test_a_media_function_starts_in_its_own_folder_of_the_image(spot: Template, function: catalogue.Function) -> None:
    deployed = deployed_function(spot, function.name)
    assert deployed["ImageConfig"]["Command"] == [function.handler]
    assert deployed["ImageConfig"]["WorkingDirectory"] == f"/var/task/functions/{function.folder.name}"


def test_the_media_functions_and_the_render_job_run_one_image(spot: Template) -> None:
    functions = [p["Code"]["ImageUri"] for p in spot.of("Lambda::Function").values() if "ImageUri" in p["Code"]]
    job = deployed_job(spot, "render")["ContainerProperties"]["Image"]
    tags = {shown(image).rsplit(":", 1)[1] for image in [*functions, job]}
    assert len(tags) == 1


@pytest.mark.parametrize(
    ("name", "platform", "folders"),
    [
        ("render", "linux/arm64", {"containers", "functions", "infra", "layers", "pyproject.toml", "requirements"}),
        ("align", "linux/amd64", {"containers", "layers"}),
        ("diffuse", "linux/amd64", {"containers", "layers"}),
    ],
)
def test_an_image_is_sent_what_its_dockerfile_copies_and_little_else(
    spot: Template, name: str, platform: str, folders: set[str]
) -> None:
    image = spot.image(name)
    sent = spot.folder / image["directory"]
    dockerfile = (sent / "containers" / name / "Dockerfile").read_text()
    copied = [path for line in re.findall(r"^COPY (.+)$", dockerfile, re.MULTILINE) for path in line.split()[:-1]]
    assert copied
    assert all((sent / path).exists() for path in copied)
    assert {path.name for path in sent.iterdir()} - {".dockerignore"} == folders
    assert {path.name for path in (sent / "containers").iterdir()} == {name}
    assert not list(sent.rglob("__pycache__"))
    assert image["platform"] == platform
    let_through = (ROOT / ".dockerignore").read_text().splitlines()
    assert all(any(path.startswith(line[1:]) for line in let_through if line.startswith("!")) for path in copied)


def test_the_layers_bring_our_code_the_dashboard_and_what_the_code_needs(spot: Template) -> None:
    folders = [spot.asset(p["Content"]) for p in spot.of("Lambda::LayerVersion").values()]
    ours = next(f for f in folders if (f / "python" / "spotworks").exists())
    common = next(f for f in folders if f != ours)
    assert (ours / "python" / "spotworks" / "wiring" / "__init__.py").is_file()
    assert (ours / "web" / "index.html").is_file()
    assert (common / "python" / "pydantic").is_dir()


@pytest.mark.parametrize("container", catalogue.CONTAINERS, ids=lambda c: c.name)
def test_a_job_has_the_size_and_environment_of_the_catalogue(spot: Template, container: catalogue.Container) -> None:
    job = deployed_job(spot, container.folder.name)
    properties = job["ContainerProperties"]
    platform = properties.get("RuntimePlatform", {"CpuArchitecture": "X86_64"})  # of EC2 the machine says it
    assert platform["CpuArchitecture"] == container.architecture.upper()
    assert properties["Command"][-1] == f"/var/task/containers/{container.folder.name}/main.py"
    sizes = {r["Type"]: r["Value"] for r in properties["ResourceRequirements"]}
    gpus = {"GPU": str(container.gpus)} if container.gpus else {}
    assert sizes == {"VCPU": str(container.vcpus), "MEMORY": str(container.memory)} | gpus
    assert job["Timeout"] == {"AttemptDurationSeconds": container.timeout}
    assert job.get("RetryStrategy", {"Attempts": 1})["Attempts"] == container.attempts
    environment = {pair["Name"]: pair["Value"] for pair in properties["Environment"]}
    assert same_environment(catalogue.ENVIRONMENT | container.environment, environment)


@pytest.mark.parametrize("machine", catalogue.MACHINES, ids=lambda m: m.name)
def test_the_deployed_flow_is_the_asl_file_to_the_letter(spot: Template, machine: catalogue.Machine) -> None:
    name = f"{PREFIX}-{machine.name.replace('_', '-')}"
    deployed = next(p for p in spot.of("StepFunctions::StateMachine").values() if p["StateMachineName"] == name)
    assert deployed["DefinitionString"] == machine.asl.read_text()
    functions = spot.of("Lambda::Function")
    behind = {
        call: functions[arn["Fn::GetAtt"][0]]["FunctionName"]
        for call, arn in deployed["DefinitionSubstitutions"].items()
    }
    assert behind == {call: f"{PREFIX}-{call}" for call in machine.calls}


@pytest.mark.parametrize("machine", catalogue.MACHINES, ids=lambda m: m.name)
def test_the_machine_gives_up_when_the_catalogue_says(machine: catalogue.Machine) -> None:
    assert json.loads(machine.asl.read_text()).get("TimeoutSeconds") == machine.timeout


def test_the_table_has_the_keys_and_indexes_of_the_catalogue(data: Template) -> None:
    table = data.one("DynamoDB::Table")
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    indexes = {i["IndexName"]: [k["AttributeName"] for k in i["KeySchema"]] for i in table["GlobalSecondaryIndexes"]}
    assert indexes == {i.name: [i.partition, i.sort] for i in catalogue.TABLE.indexes}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"


@pytest.mark.parametrize("bucket", catalogue.BUCKETS, ids=lambda b: b.name)
def test_a_bucket_expires_tells_and_keeps_versions_as_the_catalogue_says(
    data: Template, bucket: catalogue.Bucket
) -> None:
    deployed = next(p for name, p in data.of("S3::Bucket").items() if name.startswith(bucket.name.title()))
    days = [rule.get("ExpirationInDays") for rule in deployed["LifecycleConfiguration"]["Rules"]]
    assert [d for d in days if d] == ([bucket.expire_days] if bucket.expire_days else [])
    tells = deployed.get("NotificationConfiguration", {}).get("EventBridgeConfiguration", {})
    assert bool(tells.get("EventBridgeEnabled")) == bucket.events
    assert (deployed.get("VersioningConfiguration") == {"Status": "Enabled"}) == bucket.versioned


def test_the_http_api_has_the_routes_of_the_catalogue_and_asks_for_a_token_on_the_others(spot: Template) -> None:
    deployed = {
        p["RouteKey"]: p.get("AuthorizationType")
        for p in spot.of("ApiGatewayV2::Route").values()
        if "/" in p["RouteKey"]
    }
    wanted = {f"{r.method} {r.path}": "NONE" if r.public else "JWT" for r in catalogue.ROUTES}
    assert deployed == wanted


def test_the_socket_has_the_routes_of_the_catalogue(spot: Template) -> None:
    deployed = {p["RouteKey"] for p in spot.of("ApiGatewayV2::Route").values() if "/" not in p["RouteKey"]}
    assert deployed == set(catalogue.SOCKET_ROUTES)


def test_the_apis_call_the_functions_that_the_catalogue_names(spot: Template) -> None:
    functions = spot.of("Lambda::Function")
    called = {
        functions[name]["FunctionName"]
        for p in spot.of("ApiGatewayV2::Integration").values()
        for name in functions
        if name in json.dumps(p["IntegrationUri"])
    }
    assert called == {f"{PREFIX}-{catalogue.API_FUNCTION}", f"{PREFIX}-{catalogue.SOCKET_FUNCTION}"}


def matches(wanted: object, deployed: object) -> bool:
    match wanted:
        case dict():
            return wanted.keys() == deployed.keys() and all(matches(wanted[k], deployed[k]) for k in wanted)
        case list():
            return len(wanted) == len(deployed) and all(map(matches, wanted, deployed))
        case _:
            return same_value(str(wanted), deployed)


@pytest.mark.parametrize("rule", catalogue.RULES, ids=lambda r: r.name)
def test_a_rule_matches_and_calls_what_the_catalogue_says(spot: Template, rule: catalogue.Rule) -> None:
    deployed = next(p for p in spot.of("Events::Rule").values() if p["Name"] == f"{PREFIX}-{rule.name}")
    assert matches(rule.pattern, deployed["EventPattern"])
    (target,) = deployed["Targets"]
    function = spot.of("Lambda::Function")[target["Arn"]["Fn::GetAtt"][0]]
    assert function["FunctionName"] == f"{PREFIX}-{rule.calls}"


@pytest.mark.parametrize("schedule", catalogue.SCHEDULES, ids=lambda s: s.name)
def test_a_schedule_runs_when_the_catalogue_says(spot: Template, schedule: catalogue.Schedule) -> None:
    deployed = next(p for p in spot.of("Scheduler::Schedule").values() if p["Name"] == f"{PREFIX}-{schedule.name}")
    assert deployed["ScheduleExpression"] == schedule.expression
    assert deployed["ScheduleExpressionTimezone"] == schedule.zone
    assert json.loads(deployed["Target"]["Input"]) == schedule.payload
    function = spot.of("Lambda::Function")[deployed["Target"]["Arn"]["Fn::GetAtt"][0]]
    assert function["FunctionName"] == f"{PREFIX}-{schedule.calls}"


def test_changes_of_the_table_go_to_the_function_of_the_catalogue(spot: Template) -> None:
    [mapping] = [m for m in spot.of("Lambda::EventSourceMapping").values() if "FilterCriteria" in m]
    function = spot.of("Lambda::Function")[mapping["FunctionName"]["Ref"]]
    assert function["FunctionName"] == f"{PREFIX}-{catalogue.TABLE.stream_to}"
    [only] = [json.loads(f["Pattern"]) for f in mapping["FilterCriteria"]["Filters"]]
    assert only == {"dynamodb": {"Keys": {"sk": {"S": [{"prefix": catalogue.TABLE.stream_prefix}]}}}}
