"""Words found in a recording: WhisperX's forced alignment, and Whisper's transcription to check a script by.

WhisperX brings PyTorch and is installed in containers/align, or by a user beside us; nothing of it is imported
before the first call. It loads the models and says which letter is heard in each frame. Its own search moves
ends of words to where the next begins, and joins words by sentences; ours (`ctc`) keeps the script's words
and their silences.
"""

import importlib.util
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from spotworks.adapters.media.ctc import frames_of
from spotworks.catalogue import load
from spotworks.domain.captions import Span
from spotworks.domain.pacing import paced
from spotworks.domain.sound import Word
from spotworks.errors import AssetRejected, ModelUnavailable
from spotworks.ports import Aligned

RATE = 16_000  # Hz, what wav2vec2 hears
_PIECE = 30 * RATE  # samples heard at once; attention grows with the square
_LONGEST = Fraction(120)  # seconds aligned at once; the search grows with the square
_MARGIN = Fraction(2)  # seconds by which the estimate of where a part ends may be early


def is_installed() -> bool:
    return importlib.util.find_spec("whisperx") is not None and importlib.util.find_spec("torch") is not None


class WhisperXAligner:
    """models: language to the name of a model (a folder too), over those of catalogue/alignment.toml.

    folder: where models are kept, the libraries' own cache if None; device: "cuda", "cpu", or the best there is.
    offline: models that are not there already are not fetched.
    """

    def __init__(
        self, models: dict[str, str] | None = None, *, folder: Path | None = None, device: str | None = None,
        offline: bool = False,
    ) -> None:  # fmt: skip
        self._catalogue = load("alignment")
        known: dict[str, str] = {language: row["model"] for language, row in self._catalogue["languages"].items()}
        self._models = known | (models or {})
        self._folder = str(folder) if folder else None
        self._wanted_device = device
        self._offline = offline
        self._loaded: dict[str, tuple[Any, dict[str, Any]]] = {}

    @cached_property
    def _device(self) -> str:
        import torch

        return self._wanted_device or ("cuda" if torch.cuda.is_available() else "cpu")

    def align(self, sound: Path, text: str, *, language: str) -> Aligned:
        """See ports.Aligner. Raises AssetRejected for a file without sound."""
        primary = language.partition("-")[0]
        model, about = self._load(primary)
        samples = self._heard(sound)
        whole = Span(start=Fraction(0), end=Fraction(len(samples), RATE))
        words: list[Word] = []
        parts = _parts(paced(text, [whole], whole.end))
        for number, part in enumerate(parts, 1):
            begin = words[-1].end if words else whole.start
            end = whole.end if number == len(parts) else min(whole.end, part[-1].end + _MARGIN)
            words += self._found([word.text for word in part], samples, begin, max(begin, end), model, about)
        return Aligned(words=tuple(words), model=f"WhisperX with {self._models[primary]}")

    def fetch(self, language: str) -> str:
        """Puts a language's model where models are kept; its name. Raises ModelUnavailable."""
        self._load(language)
        return self._models[language]

    def transcribe(self, sound: Path, *, language: str) -> str:
        import whisperx

        name = self._catalogue["transcription"]["model"]
        compute = "float16" if self._device == "cuda" else "int8"
        try:
            whisper = whisperx.load_model(
                name, self._device, compute_type=compute, language=language.partition("-")[0],
                download_root=self._folder, local_files_only=self._offline,
            )  # fmt: skip
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelUnavailable(f"the Whisper model {name} cannot be loaded ({error})") from error
        heard = whisper.transcribe(self._heard(sound), batch_size=8)
        return " ".join(segment["text"].strip() for segment in heard["segments"])

    def _load(self, language: str) -> tuple[Any, dict[str, Any]]:
        """Model and its letters, kept for the next call."""
        if not is_installed():
            raise ModelUnavailable("WhisperX is not installed; pip install whisperx, or use containers/align")
        if language not in self._models:
            raise ModelUnavailable(f"there is no model that aligns {language!r}; there are {', '.join(self._models)}")
        if language not in self._loaded:
            from whisperx.alignment import load_align_model

            try:
                self._loaded[language] = load_align_model(
                    language, self._device, model_name=self._models[language], model_dir=self._folder,
                    model_cache_only=self._offline,
                )  # fmt: skip
            except (OSError, ValueError, RuntimeError) as error:
                raise ModelUnavailable(f"the model {self._models[language]} cannot be loaded ({error})") from error
        return self._loaded[language]

    def _heard(self, sound: Path) -> Any:
        """Samples as float32 at 16 kHz, by PyAV: whisperx would start the FFmpeg on PATH, without our guard."""
        import av
        import av.error
        import numpy as np

        from spotworks.adapters.media.film import FORMATS

        allowed = {"protocol_whitelist": "file", "format_whitelist": f"{FORMATS},wav,mp3,aac,flac"}
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        try:
            with av.open(str(sound), options=allowed) as container:
                frames = [*container.decode(audio=0), None]
                pieces = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
        except (av.error.FFmpegError, IndexError, OSError) as error:
            raise AssetRejected(f"{sound.name} holds no sound that decodes ({error})") from error
        return np.concatenate(pieces) if pieces else np.empty(0, np.float32)

    def _emission(self, samples: Any, model: Any, about: dict[str, Any]) -> Any:
        """Log probabilities, frames x letters, heard in pieces."""
        import torch

        rows = []
        for at in range(0, len(samples), _PIECE):
            piece = torch.from_numpy(samples[at : at + _PIECE]).unsqueeze(0).to(self._device)
            if piece.shape[1] < 400:  # shorter than one frame of wav2vec2
                piece = torch.nn.functional.pad(piece, (0, 400 - piece.shape[1]))
            with torch.inference_mode():
                scores = model(piece)[0] if about["type"] == "torchaudio" else model(piece).logits
                rows.append(torch.log_softmax(scores, dim=-1)[0].cpu())
        return torch.cat(rows).numpy()

    def _found(
        self, texts: Sequence[str], samples: Any, begin: Fraction, end: Fraction, model: Any, about: dict[str, Any]
    ) -> list[Word]:
        """Words of one part; those without letters or digits get what lies between their neighbours."""
        letters = about["dictionary"]
        joint = ["|"] if "|" in letters else []
        sequence: list[str] = []
        places: list[tuple[int, int] | None] = []
        for text in texts:
            spelling = [c for c in text.lower() if c in letters or c.isalnum()]
            sequence += joint if sequence and spelling else []
            places.append((len(sequence), len(sequence) + len(spelling)) if spelling else None)
            sequence += spelling
        piece = samples[int(begin * RATE) : int(end * RATE)]
        if not sequence or len(piece) < 400:
            return list(_between(texts, [None] * len(texts), begin, end))
        blank = next((code for letter, code in letters.items() if letter in {"[pad]", "<pad>"}), 0)
        emission = _with_any(self._emission(piece, model, about), blank)
        heard = frames_of(emission, [letters.get(letter, emission.shape[1] - 1) for letter in sequence], blank)
        if heard is None:
            return list(_between(texts, [None] * len(texts), begin, end))
        step = Fraction(len(piece), RATE) / len(emission)
        times = [
            None if place is None else (begin + heard[place[0]][0] * step, begin + heard[place[1] - 1][1] * step)
            for place in places
        ]
        return list(_between(texts, times, begin, end))


def _with_any(emission: Any, blank: int) -> Any:
    """With a column for what the model has no letter for, digits above all: as likely as its likeliest letter."""
    import numpy as np

    letters = np.delete(emission, blank, axis=1)
    return np.concatenate([emission, letters.max(axis=1, keepdims=True)], axis=1)


def _between(
    texts: Sequence[str], times: Sequence[tuple[Fraction, Fraction] | None], begin: Fraction, end: Fraction
) -> Sequence[Word]:
    """Words with their times, in order; a run without times shares what is left between its neighbours."""
    words: list[Word] = []
    index = 0
    while index < len(texts):
        known = times[index]
        if known is not None:
            start = max(known[0], words[-1].start if words else begin)
            words.append(Word(text=texts[index], start=start, end=max(start, known[1])))
            index += 1
            continue
        until = next((n for n in range(index, len(texts)) if times[n] is not None), len(texts))
        following = times[until] if until < len(texts) else None
        left = words[-1].end if words else begin
        right = max(left, following[0] if following else end)
        words += paced(" ".join(texts[index:until]), [Span(start=left, end=right)], right)
        index = until
    return words


def _parts(words: Sequence[Word]) -> list[list[Word]]:
    """Cut by their estimated times, so that each can be searched at once."""
    parts: list[list[Word]] = []
    for word in words:
        if not parts or word.end - parts[-1][0].start > _LONGEST:
            parts.append([])
        parts[-1].append(word)
    return parts
