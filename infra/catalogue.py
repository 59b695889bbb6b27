"""Everything that runs, once: CDK reads it to deploy, `local/` reads it to run.

Data only, no CDK. `{name}` in an environment value is a resource of this file; CDK puts in its
token, the embedded cloud its local name or ARN. A function's folder is `functions/<snake name>`.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent

Grant = Literal[
    "table", "uploads:read", "uploads:write", "work:read", "work:write", "published:read", "published:write",
    "machine:start", "machine:stop", "tokens", "render:submit", "align:submit", "topic", "socket", "keys",
]  # fmt: skip


def snake(name: str) -> str:
    """The folder and module of a catalogue name: "AdmitSpot" -> "admit_spot"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


ENVIRONMENT = {
    "POWERTOOLS_SERVICE_NAME": "spotworks",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "SPOTWORKS_TABLE": "{table}",
    "SPOTWORKS_UPLOADS": "{uploads}",
    "SPOTWORKS_WORK": "{work}",
    "SPOTWORKS_PUBLISHED": "{published}",
    "SPOTWORKS_TOPIC": "{topic}",
    "SPOTWORKS_MONTHLY_CAP": "100",  # US dollars a tenant may commit in a month
}


@dataclass(frozen=True)
class Function:
    """One Lambda.

    package: "zip" runs from its folder and the two layers; "media" from the render image, which holds
    FFmpeg, fonts and the picture and sound libraries. memory in MB, timeout in seconds, disk (/tmp) in MB.
    """

    name: str
    purpose: str
    grants: tuple[Grant, ...]
    package: Literal["zip", "media"] = "zip"
    memory: int = 512
    timeout: int = 30
    disk: int = 512
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return ROOT / "functions" / snake(self.name)

    @property
    def handler(self) -> str:
        return "handler.handler"


@dataclass(frozen=True)
class Container:
    """One Batch job definition on Fargate: containers/<snake name without verb>/main.py. vcpus, memory in MB.

    queue: whose jobs it shares the places with. setting: the deployment's that asks for it, "" for one that is always
    there; library: the package that the embedded cloud has to find for it, where no setting decides.
    """

    name: str
    folder: Path
    grants: tuple[Grant, ...]
    vcpus: int
    memory: int
    timeout: int
    attempts: int = 1
    environment: dict[str, str] = field(default_factory=dict)
    queue: str = "render"
    architecture: Literal["arm64", "x86_64"] = "arm64"
    setting: str = ""
    library: str = ""


@dataclass(frozen=True)
class Machine:
    """One state machine; `${Name}` in it is a Function of that name."""

    name: str
    asl: Path
    timeout: int

    @property
    def calls(self) -> tuple[str, ...]:
        return tuple(sorted(set(re.findall(r"\$\{(\w+)\}", self.asl.read_text()))))


@dataclass(frozen=True)
class Bucket:
    """expire_days: objects are deleted after so many days, 0 for never. events: tells EventBridge of new objects."""

    name: str
    expire_days: int = 0
    events: bool = False
    versioned: bool = False


@dataclass(frozen=True)
class Index:
    name: str
    partition: str
    sort: str


@dataclass(frozen=True)
class Table:
    """pk and sk are strings; "expires" is the time to live; the stream carries new and old images.

    stream_to: the function that the stream wakes, for items whose sort key begins with stream_prefix.
    """

    name: str
    indexes: tuple[Index, ...]
    stream_to: str
    stream_prefix: str


@dataclass(frozen=True)
class Rule:
    """An EventBridge pattern that calls a function. `{uploads}`, `{make_spot}`, `{render_queue}` are put in."""

    name: str
    pattern: dict[str, object]
    calls: str


@dataclass(frozen=True)
class Schedule:
    """An EventBridge Scheduler entry. expression as Scheduler writes it, in `zone`."""

    name: str
    expression: str
    calls: str
    payload: dict[str, object]
    zone: str = "UTC"


@dataclass(frozen=True)
class Route:
    """A route of the HTTP API, all of them served by one function. public: needs no token."""

    method: str
    path: str
    public: bool = False


FUNCTIONS: tuple[Function, ...] = (
    Function("AdmitSpot", "validate, estimate, reserve", ("table", "work:read", "work:write", "uploads:read"),
        environment={"SPOTWORKS_ALIGN_JOB": "{align_job}"}),
    Function("ResearchProduct", "read the product page", ("table", "work:read", "work:write")),
    Function(
        "PrepareReferences", "check the user's pictures and footage, find palette, subjects and shots",
        ("table", "uploads:read", "work:read", "work:write"), package="media", memory=3008, timeout=300, disk=1024,
    ),
    Function("ChooseStrategy", "concept, mood, camera", ("table", "work:read", "work:write"), timeout=120),
    Function("WriteScreenplay", "scenes, lines, moves", ("table", "work:read", "work:write"), timeout=120),
    Function("AwaitApproval", "wait for a person at a gate", ("table", "tokens", "work:read")),
    Function(
        "StartImage", "a scene's storyboard picture", ("table", "work:read", "work:write", "tokens"),
        package="media", memory=3008, timeout=120,
    ),
    Function("StartClip", "one chunk of video", ("table", "work:read", "work:write", "tokens"), timeout=120),
    Function(
        "StartVoice", "the voice-over lines", ("table", "work:read", "work:write", "tokens"),
        package="media", memory=1769, timeout=300,
    ),
    Function("StartAlign", "words of the voice-over without times", ("table", "work:read", "tokens", "align:submit"),
        environment={"SPOTWORKS_RENDER_QUEUE": "{render_queue}", "SPOTWORKS_ALIGN_JOB": "{align_job}"}),
    Function(
        "StartEffects", "sounds at the cuts", ("table", "work:read", "work:write", "tokens"),
        package="media", memory=1769, timeout=120,
    ),
    Function(
        "StartMusic", "the music", ("table", "work:read", "work:write", "tokens"),
        package="media", memory=1769, timeout=300,
    ),
    Function("WriteCaptions", "words into cues, SRT and VTT", ("table", "work:read", "work:write")),
    Function(
        "AssembleTimeline", "the edit, and preflight", ("table", "work:read", "work:write"),
        package="media", memory=3008, timeout=120, environment={"SPOTWORKS_FAN_OUT": "{fan_out}"},
    ),
    Function(
        "ReframeSpot", "the same edit for another aspect", ("table", "work:read", "work:write"),
        package="media", memory=3008, timeout=600, disk=4096,
    ),
    Function(
        "DrawStoryboard", "the sheet and the thumbnail", ("table", "work:read", "work:write"),
        package="media", memory=3008, timeout=120,
    ),
    Function(
        "StartPreview", "a small fast render", ("table", "work:read", "work:write", "tokens"),
        package="media", memory=5308, timeout=600, disk=4096,
    ),
    Function(
        "PlanRender", "which segments other machines make", ("table", "work:read", "work:write"),
        package="media", memory=1769, timeout=60, environment={"SPOTWORKS_FAN_OUT": "{fan_out}"},
    ),
    Function("StartSegment", "submit one segment of the render", ("table", "work:read", "tokens", "render:submit"),
        environment={"SPOTWORKS_RENDER_QUEUE": "{render_queue}", "SPOTWORKS_RENDER_JOB": "{render_job}"}),
    Function("StartRender", "submit the full render", ("table", "work:read", "work:write", "tokens", "render:submit"),
        environment={"SPOTWORKS_RENDER_QUEUE": "{render_queue}", "SPOTWORKS_RENDER_JOB": "{render_job}"}),
    Function(
        "CheckQuality", "measure the result", ("table", "work:read", "work:write"),
        package="media", memory=3538, timeout=600, disk=4096,
    ),
    Function(
        "SignSpot", "sign the result: who made what", ("table", "work:read", "work:write"),
        package="media", memory=1769, timeout=300, disk=4096,
    ),
    Function(
        "SettleSpot", "publish to the bucket, settle the money, announce",
        ("table", "work:read", "work:write", "published:write", "topic"),
    ),
    Function("FailSpot", "release, record, announce", ("table", "work:read", "work:write", "topic")),
    Function(
        "ServeApi", "the HTTP API",
        ("table", "uploads:read", "uploads:write", "work:read", "work:write", "published:read", "published:write",
         "machine:start", "machine:stop", "tokens", "topic"),
        memory=1024, environment={
            "SPOTWORKS_MACHINE": "{make_spot}", "SPOTWORKS_SOCKET_URL": "{socket_url}", "SPOTWORKS_WEB": "{web}",
        },
    ),
    Function("HandleSocket", "WebSocket connections", ("table", "socket"),
        environment={"SPOTWORKS_SOCKET_ENDPOINT": "{socket_endpoint}"}),
    Function("PushProgress", "new events to whoever watches", ("table", "socket"),
        environment={"SPOTWORKS_SOCKET_ENDPOINT": "{socket_endpoint}"}),
    Function(
        "AcceptUpload", "an image dropped into the bucket becomes a job",
        ("table", "uploads:read", "uploads:write", "work:read", "work:write", "machine:start"), memory=1024,
        environment={"SPOTWORKS_MACHINE": "{make_spot}"},
    ),
    Function("RunDaily", "the daily generation", ("table", "work:read", "work:write", "machine:start"), timeout=120,
        environment={"SPOTWORKS_MACHINE": "{make_spot}"}),
    Function("NoteRenderEnded", "a container that died", ("table", "tokens", "work:read", "work:write")),
    Function("NoteExecutionEnded", "an execution that was stopped", ("table", "work:read", "work:write", "topic")),
)  # fmt: skip

CONTAINERS = (
    Container(
        "Render", ROOT / "containers" / "render", ("table", "work:read", "work:write", "tokens"),
        vcpus=4, memory=8192, timeout=3600,
    ),
    Container(  # WhisperX's wheels, PyTorch among them, are locked for x86_64
        "Align", ROOT / "containers" / "align", ("table", "work:read", "work:write", "tokens"),
        vcpus=2, memory=8192, timeout=1200, architecture="x86_64", setting="align", library="whisperx",
    ),
)  # fmt: skip

MACHINES = (Machine("make_spot", ROOT / "statemachines" / "make_spot.asl.json", timeout=6 * 3600),)

BUCKETS = (
    Bucket("uploads", expire_days=7, events=True),
    Bucket("work", expire_days=30),
    Bucket("published", versioned=True),
)

TABLE = Table("table", indexes=(Index("gsi1", "gsi1pk", "gsi1sk"),), stream_to="PushProgress", stream_prefix="EV#")

RULES = (
    Rule(
        "ImageDropped",
        {"source": ["aws.s3"], "detail-type": ["Object Created"],
         "detail": {"bucket": {"name": ["{uploads}"]}, "object": {"key": [{"prefix": "drop/"}]}}},
        "AcceptUpload",
    ),
    Rule(
        "RenderEnded",
        {"source": ["aws.batch"], "detail-type": ["Batch Job State Change"],
         "detail": {"status": ["FAILED"], "jobQueue": ["{render_queue}"]}},
        "NoteRenderEnded",
    ),
    Rule(
        "ExecutionEnded",
        {"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"],
         "detail": {"status": ["ABORTED", "TIMED_OUT", "FAILED"], "stateMachineArn": ["{make_spot}"]}},
        "NoteExecutionEnded",
    ),
)  # fmt: skip

SCHEDULES = (Schedule("daily", "cron(0 6 * * ? *)", "RunDaily", {"reason": "schedule"}),)

API_FUNCTION = "ServeApi"
SOCKET_FUNCTION = "HandleSocket"
SOCKET_ROUTES = ("$connect", "$disconnect", "$default")

ROUTES = (
    Route("GET", "/", public=True),
    Route("GET", "/jobs/{video_id}", public=True),
    Route("GET", "/docs", public=True),
    Route("GET", "/openapi.json", public=True),
    Route("GET", "/static/{file}", public=True),
    Route("POST", "/api/generate"),
    Route("GET", "/api/status/{video_id}"),
    Route("GET", "/api/videos"),
    Route("GET", "/api/videos/{video_id}"),
    Route("DELETE", "/api/videos/{video_id}"),
    Route("POST", "/api/videos/{video_id}/cancel"),
    Route("POST", "/api/videos/{video_id}/retry"),
    Route("POST", "/api/videos/{video_id}/approve"),
    Route("GET", "/api/videos/{video_id}/events"),
    Route("GET", "/api/videos/{video_id}/media"),
    Route("POST", "/api/upload"),
    Route("GET", "/api/models"),
    Route("GET", "/api/modes"),
    Route("POST", "/api/tickets"),
    Route("GET", "/api/daily"),
    Route("PUT", "/api/daily"),
    Route("DELETE", "/api/daily"),
)


def function(name: str) -> Function:
    """Raises KeyError for a name that is not here."""
    return {f.name: f for f in FUNCTIONS}[name]
