"""How each vendor of ours is set up for local.vendors.contract: one case a wire. The models are the catalogue's own."""

from decimal import Decimal

from local.vendors.contract import Case
from local.vendors.fal import FakeFal
from local.vendors.google import FakeGoogle
from local.vendors.replicate import SIGNING, FakeReplicate
from spotworks.adapters.providers.comfyui import ComfyUI
from spotworks.adapters.providers.elevenlabs import ElevenLabs
from spotworks.adapters.providers.fal import Fal
from spotworks.adapters.providers.google.images import GeminiImages
from spotworks.adapters.providers.google.interactions import Interactions
from spotworks.adapters.providers.google.vertex import Vertex
from spotworks.adapters.providers.kling import Kling
from spotworks.adapters.providers.luma import DreamMachine, LumaAgents
from spotworks.adapters.providers.minimax import MiniMax, MiniMaxV2
from spotworks.adapters.providers.openai import OpenAIImages
from spotworks.adapters.providers.openai_videos import OpenAIVideos
from spotworks.adapters.providers.replicate import Replicate
from spotworks.adapters.providers.runpod import RunPod
from spotworks.adapters.providers.runway import Runway
from tests.fakes.rows import MODELS

VEO = "/v1/projects/own/locations/us-central1/publishers/google/models/veo-3.1-lite-generate-001:predictLongRunning"
GEMINI = ("steps", "content", "type", "uri", "data", "usage", "output_tokens_by_modality", "modality", "tokens",
          "errors", "code", "text")  # fmt: skip
OPENAI = ("data", "b64_json", "usage", "input_tokens_details", "output_tokens_details", "text_tokens", "image_tokens",
          "output_tokens", "output_format")  # fmt: skip
FREE = {"failed": Decimal(0), "refused_output": Decimal(0)}
SERVER = {
    "lost": "no key of ours", "patience": 2, "gone": "failed",
    "names": ("progress", "url", "output", "data", "detail", "code", "seconds"),
    "words": ("queued", "in_progress", "completed", "failed", "cancelled"),
}  # fmt: skip
MINIMAX = ("task_id", "file", "file_id", "download_url", "base_resp", "status_code", "task", "items", "content", "url")

WITH_JOBS = {
    "replicate": Case(
        Replicate, MODELS["hailuo_fast"], "/v1/models/minimax/hailuo-2.3-fast/predictions", patience=1, costs=FREE,
        secrets={"REPLICATE_WEBHOOK_SECRET": f"whsec_b2xk,{SIGNING}"}, signed_by=FakeReplicate,
        names=("output", "results", "webhook", "logs", "metrics"),
        words=("starting", "processing", "succeeded", "failed", "canceled", "aborted"),
    ),
    "fal": Case(
        Fal, MODELS["pika"], "/fal-ai/pika/v2.2/text-to-video", lost="does not say", signed_by=FakeFal, patience=1,
        costs={"failed": Decimal(0)},
        names=("request_id", "status_url", "response_url", "video", "images", "url", "detail", "type", "error_type"),
        words=("IN_QUEUE", "IN_PROGRESS", "COMPLETED", "client_cancelled"),
    ),
    "runway": Case(
        Runway, MODELS["gen4_turbo"], "/v1/image_to_video", lost="lists no tasks", patience=1,
        costs={"failed": Decimal(0), "refused_output": Decimal("0.10")},
        names=("output", "cost", "credits", "progress", "failure", "failureCode"),
        words=("PENDING", "THROTTLED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"),
    ),
    "dream machine": Case(
        DreamMachine, MODELS["ray_2"], "/dream-machine/v1/generations/video", by_url=True, patience=1, costs=FREE,
        names=("state", "assets", "video", "url", "generations", "request", "callback_url", "failure_reason"),
        words=("queued", "dreaming", "completed", "failed"),
    ),
    "luma agents": Case(
        LumaAgents, MODELS["ray_3_2"], "/v1/generations", lost="lists no generations", stops=False, patience=1,
        names=("state", "output", "url", "type", "failure_code", "failure_reason"),
        words=("queued", "processing", "completed", "failed"),
    ),
    "omni": Case(
        Interactions, MODELS["gemini_omni"], "/v1/interactions", lost="no list", signed_by=FakeGoogle, seals=False,
        patience=3, costs=FREE, names=GEMINI, prompt=f"steam rises {MODELS['gemini_omni'].options['suffix']}",
        words=("completed", "failed", "in_progress", "queued", "cancelled", "incomplete", "model_output", "video"),
    ),
    "vertex": Case(
        Vertex, MODELS["veo_lite"], VEO, lost="no list", secrets={"GOOGLE_CLOUD_LOCATION": ""}, costs=FREE,
        stops=False, inline=True, waits="running", patience=30,
        names=("name", "done", "code", "response", "videos", "bytesBase64Encoded", "mimeType",
            "raiMediaFilteredCount", "raiMediaFilteredReasons"),
    ),
    "kling": Case(
        Kling, MODELS["kling_direct"], "/v1/videos/text2video", stops=False, hides=True, costs=FREE,
        names=("data", "code", "task_id", "task_status", "task_status_msg", "task_result", "videos", "url",
            "task_info", "external_task_id", "final_unit_deduction"),
        words=("submitted", "processing", "succeed", "failed", "the-key"),
    ),
    "hailuo": Case(
        MiniMax, MODELS["hailuo_direct"], "/v1/video_generation", lost=".", stops=False, hides=True, costs=FREE,
        names=MINIMAX, words=("Queueing", "Processing", "Success", "Fail"),
    ),
    "h3": Case(
        MiniMaxV2, MODELS["h3_direct"], "/v2/video_generation", lost=".", hides=True, costs=FREE, names=MINIMAX,
        words=("queued", "running", "succeeded", "failed", "cancelled"),
    ),
    "openai videos": Case(
        OpenAIVideos, MODELS["openai_videos"], "/v1/videos", **SERVER,
    ),
    "fastvideo": Case(
        OpenAIVideos, MODELS["fast_hunyuan"], "/v1/videos", **SERVER,
    ),
    "waver": Case(
        OpenAIVideos, MODELS["waver"], "/v1/videos", **SERVER,
    ),
    "openv": Case(
        RunPod, MODELS["openv"], "/v2/test-key/run", lost="no key of ours",
        names=("output", "result", "url", "error"),
        words=("IN_QUEUE", "IN_PROGRESS", "COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "FAILED: no"),
    ),
    "comfyui": Case(
        ComfyUI, MODELS["comfyui"], "/prompt", patience=2, gone="failed",
        errors={"refused_input": "ProviderRejected"},
        names=("prompt_id", "the-job", "outputs", "status_str", "messages", "queue_running", "queue_pending",
            "node_errors", "videos", "filename", "prompt"),
        words=("success", "error", "execution_error", "the-key", "clip.mp4"),
    ),
}  # fmt: skip
AT_ONCE = {
    "lyria": Case(
        Interactions, MODELS["lyria"], "/v1/interactions", lost="no list", signed_by=FakeGoogle, seals=False,
        patience=3, inline=True, costs=FREE,
        prompt="steam rises Length: 10 seconds. Instrumental only, no vocals.", names=GEMINI,
        words=("completed", "failed", "incomplete", "model_output", "audio"),
    ),
    "gemini images": Case(
        GeminiImages, MODELS["nano_banana"], "/v1/models/gemini-nano-banana-2.1:generateContent", lost="what became",
        inline=True, silent=True, patience=3, costs={"refused_input": Decimal(0)},
        names=("candidates", "content", "parts", "inlineData", "data", "mimeType", "finishReason", "promptFeedback",
            "blockReason", "usageMetadata", "candidatesTokensDetails", "modality", "tokenCount"),
        words=("IMAGE", "STOP", "SAFETY"),
    ),
    "openai images": Case(
        OpenAIImages, MODELS["gpt_image"], "/v1/images/generations", lost="what became", inline=True,
        silent=True, patience=12, names=OPENAI,
    ),
    "elevenlabs": Case(
        ElevenLabs, MODELS["elevenlabs_music"], "/v1/music", lost="what became", inline=True,
        silent=True, names=("detail", "status", "code", "message"),
        words=("quota_exceeded", "invalid_api_key", "policy"),
    ),
}  # fmt: skip
