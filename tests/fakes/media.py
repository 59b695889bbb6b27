"""Small real files for the fake API to hand out: a browser plays the videos and shows the pictures."""

import json
import subprocess
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nYou left at six.\n\n00:01.000 --> 00:02.000\nIt is three now.\n"
REPORT = {
    "video_id": "video001",
    "cost_usd": "0.0018",
    "quality": {
        "checks": [
            {"name": "loudness", "passed": True, "measured": "-14.2 LUFS", "wanted": "-14 ±1 LUFS"},
            {"name": "duration", "passed": True, "measured": "450 frames", "wanted": "450 frames"},
            {"name": "black_frames", "passed": True, "measured": "0 s", "wanted": "at most 0.5 s"},
        ]
    },
}


def make_media(folder: Path) -> Path:
    """Pictures, a preview and a final video of 2 s, captions and documents."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, color in enumerate(("#1d3557", "#e76f51", "#2a9d8f", "#6d597a")):
        picture = Image.new("RGB", (360, 640), color)
        draw = ImageDraw.Draw(picture)
        draw.ellipse((80, 200, 280, 400), fill="#f1faee")
        picture.save(folder / f"picture-{number}.png")
    Image.open(folder / "picture-0.png").save(folder / "thumbnail.jpg")
    Image.open(folder / "picture-1.png").save(folder / "storyboard.png")
    for name, size, tone in (("preview.mp4", "180x320", 330), ("spot.mp4", "360x640", 440)):
        _video(folder / name, size, tone)
    (folder / "captions.vtt").write_text(VTT)
    (folder / "captions.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nYou left at six.\n")
    _edit(folder)
    (folder / "report.json").write_text(json.dumps(REPORT))
    return folder


def _edit(folder: Path) -> None:
    """A picture under a push in, and a voice: two seconds."""
    from spotworks.domain.otio import dumps
    from spotworks.domain.timeline import Timeline

    whole, near = ({"x": a, "y": a, "w": 1 - 2 * a, "h": 1 - 2 * a} for a in (0, 0.1))
    still = {"type": "still", "key": "t/acme/cas/aa/one.png", "camera": {"start": whole, "end": near}}
    timeline = Timeline.model_validate({
        "fps": "30", "width": 360, "height": 640, "length": 60, "captions": {"language": "en", "source": "voice"},
        "picture": [{"scene": 0, "chunk": 0, "start": 0, "length": 60, "source": still}],
        "voice": [{"key": "t/acme/cas/bb/two.wav", "start": 6, "length": "3/2"}],
    })  # fmt: skip
    (folder / "timeline.json").write_text(timeline.model_dump_json())
    (folder / "timeline.otio").write_text(dumps(timeline))
    Image.open(folder / "picture-1.png").save(folder / "picture-01.png")
    tone = ["-f", "lavfi", "-i", "sine=f=300:d=1.5", str(folder / "voice-01.wav")]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *tone], check=True)


def _video(path: Path, size: str, tone: int) -> None:
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s={size}:r=10:d=2",
        "-f", "lavfi", "-i", f"sine=f={tone}:d=2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-movflags", "+faststart", "-shortest", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True)
