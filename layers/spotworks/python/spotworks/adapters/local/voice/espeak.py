"""The separate process that speaks: espeak-ng behind pipes.

espeak-ng is GPL-3, so nothing else loads it. Run as a script; the standard library only.
stdin: {"path": [...], "folder": str,
"lines": [{"text", "shorter", "voice", "speed", "fastest", "pitch", "range", "room"}]};
shorter is said instead of a text that is too long, "" for none;
room is seconds, speeds are words a minute, pitch and range 0 to 100 as espeak-ng counts them.
Writes <folder>/<index>.pcm, mono 16-bit; prints
[{"rate", "speed", "shortened", "events": [[character, sample], ...]}].
Exit status 3: espeak-ng is not installed; 4: it refused, and stderr says what; 5: the disk is full.
Interface: github.com/espeak-ng/espeak-ng src/include/espeak-ng/speak_lib.h, version 1.52, read 2026-11.
"""

import ctypes
import ctypes.util
import errno
import json
import sys
from pathlib import Path
from typing import Any

MISSING, REFUSED, FULL = 3, 4, 5

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_BY_CHARACTER = 1
_WORD = 1
_RATE, _PITCH, _RANGE = 1, 3, 4


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Refused(Exception):
    """espeak-ng did not take a call."""


def _library() -> tuple[ctypes.CDLL, bytes | None]:
    """The library and its data folder (None: where the system put it). Raises OSError if there is none."""
    try:
        import espeakng_loader
    except ImportError:
        name = ctypes.util.find_library("espeak-ng")
        if name is None:
            raise OSError("no espeak-ng library") from None
        return ctypes.CDLL(name), None
    return ctypes.CDLL(espeakng_loader.get_library_path()), espeakng_loader.get_data_path().encode()


class Speaker:
    """One initialised espeak-ng; there can be only one in a process."""

    def __init__(self) -> None:
        self._lib, data = _library()
        self.rate = self._lib.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
        if self.rate <= 0:
            raise Refused("espeak_Initialize failed")
        self._samples = bytearray()
        self._events: list[tuple[int, int]] = []
        self._callback = _Callback(self._take)  # kept, or ctypes frees it
        self._lib.espeak_SetSynthCallback(self._callback)

    def _take(self, wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            self._samples += ctypes.string_at(wave, 2 * count)
        index = 0
        while events[index].type != 0:
            if events[index].type == _WORD:
                self._events.append((events[index].text_position - 1, events[index].sample))
            index += 1
        return 0

    def _seed(self) -> None:
        """Its breath and flutter are random, seeded by the clock: the C library's, and since 1.52 its own."""
        ctypes.CDLL(None).srand(1)
        if hasattr(self._lib, "espeak_ng_SetRandSeed"):
            self._lib.espeak_ng_SetRandSeed(ctypes.c_long(1))

    def speak(
        self, text: str, *, voice: str, speed: int, pitch: int, spread: int
    ) -> tuple[bytes, list[tuple[int, int]]]:
        """PCM and (character, sample) of each spoken part of a word."""
        if self._lib.espeak_SetVoiceByName(voice.encode()) != 0:
            raise Refused(f"no voice {voice}")
        for parameter, value in ((_RATE, speed), (_PITCH, pitch), (_RANGE, spread)):
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._seed()
        self._samples, self._events = bytearray(), []
        body = text.encode() + b"\0"
        status = self._lib.espeak_Synth(body, len(body), 0, _BY_CHARACTER, 0, _UTF8, None, None)
        if status != 0:
            raise Refused(f"espeak_Synth returned {status}")
        return bytes(self._samples), self._events


def speak_to_fit(speaker: Speaker, line: dict[str, Any]) -> dict[str, Any]:
    """Speaks a line; its shorter version if it did not fit its room; and again faster, never more than "fastest"."""
    text, speed = line["text"], line["speed"]
    for _ in range(4):
        pcm, events = speaker.speak(text, voice=line["voice"], speed=speed, pitch=line["pitch"], spread=line["range"])
        longer = len(pcm) / 2 / speaker.rate / line["room"]
        if longer <= 1 or speed >= line["fastest"]:
            break
        if line.get("shorter") and text == line["text"]:
            text = line["shorter"]
            continue
        # Pauses shrink less than words do, so a little more than the ratio.
        speed = min(line["fastest"], round(speed * longer * 1.04) + 1)
    return {"pcm": pcm, "events": events, "speed": speed, "shortened": text != line["text"]}


def main() -> int:
    job = json.load(sys.stdin)
    sys.path.extend(job["path"])
    try:
        speaker = Speaker()
    except OSError as error:
        print(error, file=sys.stderr)
        return MISSING
    except Refused as error:
        print(error, file=sys.stderr)
        return REFUSED
    results = []
    for index, line in enumerate(job["lines"]):
        try:
            result = speak_to_fit(speaker, line)
        except Refused as error:
            print(error, file=sys.stderr)
            return REFUSED
        try:
            Path(job["folder"], f"{index}.pcm").write_bytes(result.pop("pcm"))
        except OSError as error:
            print(error, file=sys.stderr)
            return FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else REFUSED
        results.append({"rate": speaker.rate, **result})
    json.dump(results, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
