"""The Lambdas, and the environment that they share with the containers."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from infra.catalogue.names import ROOT, snake

Grant = Literal[
    "table", "uploads:read", "uploads:write", "work:read", "work:write", "published:read", "published:write",
    "machine:start", "machine:stop", "tokens", "render:submit", "align:submit", "topic", "socket", "keys",
    "orders:send", "diffuse:order", "models:read",
]  # fmt: skip

ENVIRONMENT = {
    "POWERTOOLS_SERVICE_NAME": "spotworks",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "SPOTWORKS_TABLE": "{table}",
    "SPOTWORKS_UPLOADS": "{uploads}",
    "OPENBLAS_NUM_THREADS": "1",  # nothing here needs a parallel BLAS, and NumPy's threads spin as it is imported
    "SPOTWORKS_WORK": "{work}",
    "SPOTWORKS_PUBLISHED": "{published}",
    "SPOTWORKS_TOPIC": "{topic}",
    "SPOTWORKS_DIFFUSE_MODELS": "{diffuse_models}",
    "SPOTWORKS_MONTHLY_CAP": "{monthly_cap}",
    "SPOTWORKS_DAILY_CAP": "{daily_cap}",
    "SPOTWORKS_CALL_CAP": "{call_cap}",
    "SPOTWORKS_LANGUAGE_MODEL": "{language_model}",
}

# The vendors' keys, and where they reach us: for who asks a language model, and for who only has to know which models
# can be used here.
KEYS = {"SPOTWORKS_KEYS": "{keys}", "SPOTWORKS_HOOKS": "{hooks}"}
# What ordering from vendors needs beside them.
ORDERING = KEYS | {"SPOTWORKS_ORDERS": "{orders_queue}"}
# And our own GPUs.
DIFFUSING = {"SPOTWORKS_DIFFUSE_QUEUE": "{diffuse_queue}", "SPOTWORKS_DIFFUSE_JOB": "{diffuse_job}"}


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


FUNCTIONS: tuple[Function, ...] = (
    Function("AdmitSpot", "validate, estimate, reserve", ("table", "work:read", "work:write", "uploads:read", "keys"),
        environment=KEYS | {"SPOTWORKS_ALIGN_JOB": "{align_job}"}),
    Function(
        "ResearchProduct", "read the product page", ("table", "work:read", "work:write"), package="media", memory=1769,
    ),
    Function(
        "PrepareReferences", "check the user's pictures and footage, find palette, subjects and shots",
        ("table", "uploads:read", "work:read", "work:write"), package="media", memory=3008, timeout=300, disk=1024,
    ),
    Function(
        "AdoptPictures", "the page's pictures, where the user gave none", ("table", "work:read", "work:write"),
        package="media", memory=3008, timeout=120,
    ),
    # Each may ask a language model as often as a plan allows: adapters/language/answering.py says for how long.
    Function("ChooseStrategy", "concept, mood, camera", ("table", "work:read", "work:write", "keys"),
        timeout=600, environment=KEYS),
    Function("WriteScreenplay", "scenes, lines, moves", ("table", "work:read", "work:write", "keys"),
        timeout=720, environment=KEYS),
    Function("AwaitApproval", "wait for a person at a gate", ("table", "tokens", "work:read")),
    Function(
        "StartImage", "a scene's storyboard picture, judged",
        ("table", "work:read", "work:write", "tokens", "keys", "orders:send"),
        package="media", memory=3008, timeout=360, environment=ORDERING,
    ),
    Function(
        "StartClip", "one chunk of video",
        ("table", "work:read", "work:write", "tokens", "keys", "orders:send", "diffuse:order"),
        timeout=120, environment=ORDERING | DIFFUSING,
    ),
    Function(
        "TendOrder", "an order at a vendor: sent, asked about, received",
        ("table", "work:read", "work:write", "tokens", "keys", "orders:send", "diffuse:order"),
        package="media", memory=1769, timeout=300, disk=2048, environment=ORDERING | DIFFUSING,
    ),
    Function("ReconcileOrders", "orders that nobody looked at for a while", ("table", "work:read", "orders:send"),
        environment={"SPOTWORKS_ORDERS": "{orders_queue}"}),
    Function(
        "StartVoice", "the voice-over lines", ("table", "work:read", "work:write", "tokens", "keys"),
        package="media", memory=1769, timeout=300, environment=KEYS,
    ),
    Function("StartAlign", "words of the voice-over without times", ("table", "work:read", "tokens", "align:submit"),
        environment={"SPOTWORKS_RENDER_QUEUE": "{render_queue}", "SPOTWORKS_ALIGN_JOB": "{align_job}"}),
    Function(
        "StartEffects", "sounds at the cuts", ("table", "work:read", "work:write", "tokens", "keys"),
        package="media", memory=1769, timeout=300, environment=KEYS,
    ),
    Function(
        "StartMusic", "the music", ("table", "work:read", "work:write", "tokens", "keys", "orders:send"),
        package="media", memory=1769, timeout=300, environment=ORDERING,
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
    Function(
        "FailSpot", "release, record, announce", ("table", "work:read", "work:write", "topic", "orders:send"),
        environment={"SPOTWORKS_ORDERS": "{orders_queue}"},
    ),
    Function(
        "ServeApi", "the HTTP API",
        ("table", "uploads:read", "uploads:write", "work:read", "work:write", "published:read", "published:write",
         "machine:start", "machine:stop", "tokens", "topic", "keys", "orders:send"),
        memory=1024, environment={
            "SPOTWORKS_MACHINE": "{make_spot}", "SPOTWORKS_SOCKET_URL": "{socket_url}", "SPOTWORKS_WEB": "{web}",
            "SPOTWORKS_ORDERS": "{orders_queue}", **KEYS,
        },
    ),
    Function("HandleSocket", "WebSocket connections", ("table", "socket"),
        environment={"SPOTWORKS_SOCKET_ENDPOINT": "{socket_endpoint}"}),
    Function("PushProgress", "new events to whoever watches", ("table", "socket"),
        environment={"SPOTWORKS_SOCKET_ENDPOINT": "{socket_endpoint}"}),
    Function(
        "AcceptUpload", "an image dropped into the bucket becomes a job",
        ("table", "uploads:read", "uploads:write", "work:read", "work:write", "machine:start", "keys"), memory=1024,
        environment=KEYS | {"SPOTWORKS_MACHINE": "{make_spot}"},
    ),
    Function("RunDaily", "the daily generation", ("table", "work:read", "work:write", "machine:start", "keys"),
        timeout=120, environment=KEYS | {"SPOTWORKS_MACHINE": "{make_spot}"}),
    Function("NoteRenderEnded", "a container that died", ("table", "tokens", "work:read", "work:write")),
    Function(
        "NoteExecutionEnded", "an execution that was stopped",
        ("table", "work:read", "work:write", "topic", "orders:send"),
        environment={"SPOTWORKS_ORDERS": "{orders_queue}"},
    ),
)  # fmt: skip


def function(name: str) -> Function:
    """Raises KeyError for a name that is not here."""
    return {f.name: f for f in FUNCTIONS}[name]
