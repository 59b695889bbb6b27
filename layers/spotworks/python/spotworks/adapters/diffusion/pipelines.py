"""Models as `diffusers` loads and runs them. Every class that calls `callback_on_step_end` with its latents will do.

Work is taken up from a checkpoint without help of the pipeline: it is shown a schedule that begins one step early, and
what that step makes of nothing is thrown away for what was kept. So it makes no difference how a pipeline packs its
latents, conditions them on a picture or scales its noise; it costs one step.
"""

import inspect
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from spotworks.adapters.diffusion.diffuser import Frames, MemoryGone, Pipeline
from spotworks.adapters.diffusion.weights import folder_of
from spotworks.domain.model import Model
from spotworks.domain.shots import Shot, fingerprint
from spotworks.errors import ModelUnavailable, ProviderUnavailable
from spotworks.ports.diffusing import Watch

INSTALL = "`make extra NAME=diffuse`, or use containers/diffuse"
# What schedulers keep of the steps before (UniPC looks back on two of them); the rest follows from the schedule.
_MEMORY = ("model_outputs", "timestep_list", "lower_order_nums", "last_sample", "this_order")


def load(model: Model, with_picture: bool, *, where: str, scratch: Path) -> Pipeline:
    """where: see weights.folder_of. Raises ModelUnavailable, and MemoryGone."""
    if lacking := [name for name in ("torch", "diffusers", "transformers") if find_spec(name) is None]:
        raise ModelUnavailable(f"{model.id} needs {' and '.join(lacking)}: {INSTALL}", field="model")
    folder = folder_of(model, where, scratch)
    import diffusers
    import torch

    name = model.options.get("pipeline_image" if with_picture else "pipeline", "pipeline for this")
    made = getattr(diffusers, name, None)
    if made is None:
        raise ModelUnavailable(f"{model.id}: diffusers {diffusers.__version__} has no {name}", field="model")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    plain = torch.bfloat16 if device == "cuda" else torch.float32
    kinds = {"default": plain, "vae": torch.float32 if model.options.get("vae") == "float32" else plain}
    try:
        with _memory(torch):
            loaded = made.from_pretrained(folder, dtype=kinds, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(f"{model.id} in {folder} cannot be loaded ({error})", field="model") from error
    loaded.set_progress_bar_config(disable=True)
    return DiffusersPipeline(loaded, model, device)


class DiffusersPipeline:
    """Satisfies diffuser.Pipeline."""

    def __init__(self, pipeline: Any, model: Model, device: str) -> None:
        import torch

        self._torch, self._pipeline, self._model, self._device = torch, pipeline, model, device
        self._slimmed = 0
        if device != "cuda":
            return
        memory = torch.cuda.get_device_properties(0).total_memory / 1e9
        if memory < float(model.options.get("gpu_gb", "0")):
            self.slim()
            return
        try:
            pipeline.to(device)
        except torch.OutOfMemoryError:
            self.slim()

    def slim(self) -> None:
        """The model's parts wait in the machine's memory for their turn, the second time their layers do;
        and pictures are made in tiles."""
        if self._device == "cuda":
            self._torch.cuda.empty_cache()
            ways = (self._pipeline.enable_model_cpu_offload, self._pipeline.enable_sequential_cpu_offload)
            ways[min(self._slimmed, 1)]()
        self._slimmed += 1
        for name in ("enable_tiling", "enable_slicing"):
            with suppress(AttributeError, NotImplementedError):  # not every decoder can
                getattr(self._pipeline.vae, name)()

    def draw(self, shot: Shot, *, picture: bytes, begin: bytes, watch: Watch) -> Frames:
        generator = self._torch.Generator("cpu").manual_seed(shot.seed)
        saved = self._read(begin, fingerprint(shot, self._model))
        first = saved["done"] - 1 if saved else 0
        call = self._pipeline.__call__
        asked = self._asked(shot, picture, inspect.signature(call).parameters)
        with _cut(self._pipeline.scheduler, first) as whole, _memory(self._torch), self._torch.inference_mode():
            step = partial(
                self._stepped, shot=shot, first=first, saved=saved, whole=whole, generator=generator, watch=watch
            )  # fmt: skip
            drawn = call(**asked, generator=generator, output_type="np", callback_on_step_end=step).frames[0]
        drawn = np.asarray(drawn)
        if not np.isfinite(drawn).all():
            raise ProviderUnavailable(f"{self._model.id} drew what is no picture (values that are no numbers)")
        return (drawn.clip(0, 1) * 255).round().astype(np.uint8)

    def _asked(self, shot: Shot, picture: bytes, takes: Any) -> dict[str, Any]:
        """What this pipeline takes of the shot, and all that the catalogue says for it."""
        options = self._model.options
        said = {name.removeprefix("input."): _number(value) for name, value in options.items() if "input." in name}
        if unknown := sorted(set(said) - set(takes)):
            raise ModelUnavailable(f"{self._model.id}: its pipeline takes no {', '.join(unknown)}", field="model")
        ours = {
            "prompt": shot.prompt, "width": shot.width, "height": shot.height, "num_frames": shot.frames,
            "num_inference_steps": shot.steps, "frame_rate": shot.fps, "fps": shot.fps,
        }  # fmt: skip
        if picture:
            ours["image"] = _covering(picture, shot.width, shot.height)
        return {name: value for name, value in ours.items() if name in takes} | said

    def _stepped(
        self, _: Any, index: int, time: Any, tensors: dict[str, Any], *,
        shot: Shot, first: int, saved: dict[str, Any] | None, whole: dict[str, Any], generator: Any, watch: Watch,
    ) -> dict[str, Any]:  # fmt: skip
        """After each step; what it returns takes the place of what the step made. whole: see _cut."""
        latents = tensors["latents"]
        if saved is not None and index == 0:
            for name, value in (self._moved(saved["scheduler"], latents.device) | whole).items():
                setattr(self._pipeline.scheduler, name, value)
            self._pipeline.scheduler._step_index = saved["done"]
            generator.set_state(saved["generator"])
            return {"latents": latents.copy_(saved["latents"])}
        done = first + index + 1

        def checkpoint() -> bytes:
            scheduler = self._pipeline.scheduler
            kept = self._moved({name: getattr(scheduler, name) for name in _MEMORY if hasattr(scheduler, name)}, "cpu")
            about = {
                "of": fingerprint(shot, self._model), "done": done, "latents": latents.cpu(), "scheduler": kept,
                "generator": generator.get_state(),
            }  # fmt: skip
            body = io.BytesIO()
            self._torch.save(about, body)
            return body.getvalue()

        watch(done, checkpoint)
        return {}

    def _read(self, begin: bytes, of: str) -> dict[str, Any] | None:
        """None for what is broken or of other work: it is begun anew then."""
        if not begin:
            return None
        try:
            saved = self._torch.load(io.BytesIO(begin), map_location="cpu", weights_only=True)
            return saved if saved["of"] == of and saved["done"] > 0 else None
        except Exception:  # torch raises half a dozen kinds for a file that is not whole
            return None

    def _moved(self, value: Any, device: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._moved(one, device) for name, one in value.items()}
        if isinstance(value, list):
            return [self._moved(one, device) for one in value]
        return value.to(device) if isinstance(value, self._torch.Tensor) else value


@contextmanager
def _cut(scheduler: Any, first: int) -> Iterator[dict[str, Any]]:
    """Its schedule begins with that step for as long as the block lasts. What is given holds the whole of it once it is
    made: multistep solvers look back on the noise of earlier steps, so it is put back when the pipeline has read the
    other."""
    make: Callable[..., Any] = scheduler.set_timesteps
    whole: dict[str, Any] = {}

    @wraps(make)  # pipelines look at what it takes
    def cut(*args: Any, **about: Any) -> None:
        make(*args, **about)
        whole.update(timesteps=scheduler.timesteps, sigmas=scheduler.sigmas)
        scheduler.timesteps = scheduler.timesteps[first:]
        scheduler.sigmas = scheduler.sigmas[first:]

    scheduler.set_timesteps = cut
    try:
        yield whole
    finally:
        del scheduler.set_timesteps


@contextmanager
def _memory(torch: Any) -> Iterator[None]:
    """A lack of memory by its one name."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise MemoryGone(str(error).partition(". ")[0] or "no memory is left") from error
    except RuntimeError as error:
        if "allocate memory" not in str(error):  # how PyTorch says it of a CPU
            raise
        raise MemoryGone("the machine has no memory left") from error


def _covering(picture: bytes, width: int, height: int) -> Any:
    """The middle of it, as large as the frame."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(picture)) as opened:
        return ImageOps.fit(opened.convert("RGB"), (width, height), Image.Resampling.LANCZOS)


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
