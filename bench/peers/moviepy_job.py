"""Job A as MoviePy 2's documentation does it: ImageClip, resized and positioned by functions of time, CrossFadeIn,
TextClip, CompositeVideoClip. Runs without the project. usage: moviepy_job.py JOB.json"""

import json
import sys
from fractions import Fraction

from moviepy import AudioFileClip, CompositeAudioClip, CompositeVideoClip, ImageClip, TextClip, afx, vfx

job = json.load(open(sys.argv[1]))  # noqa: SIM115 - a script of one shot
timeline, media = job["timeline"], job["media"]
width, height, fps = timeline["width"], timeline["height"], float(Fraction(timeline["fps"]))
clips = []
for number, clip in enumerate(timeline["picture"]):
    a, b = clip["source"]["camera"]["start"], clip["source"]["camera"]["end"]
    seconds = clip["length"] / fps + 0.5

    def box(name, t, a=a, b=b, seconds=seconds):
        return a[name] + (b[name] - a[name]) * t / seconds

    shown = (
        ImageClip(f"{media}/{clip['source']['key']}")
        .with_duration(seconds)
        .resized((width, height))
        .resized(lambda t, box=box: 1 / box("w", t))
        .with_position(lambda t, box=box: (-width * box("x", t) / box("w", t), -height * box("y", t) / box("w", t)))
        .with_start(clip["start"] / fps)
    )
    clips.append(shown.with_effects([vfx.CrossFadeIn(0.5)]) if number else shown)
for cue in timeline["captions"]["cues"]:
    words = cue["words"]
    start, end = float(Fraction(words[0]["start"])), float(Fraction(words[-1]["end"]))
    style = {"font": job["font"], "stroke_color": "black", "stroke_width": 4, "margin": (10, 20)}
    line = TextClip(text=" ".join(w["text"] for w in words), font_size=64, color="white", **style)
    clips.append(line.with_start(start).with_duration(end - start).with_position(("center", height * 0.73)))
    for word in words:
        start, end = float(Fraction(word["start"])), float(Fraction(word["end"]))
        lit = TextClip(text=word["text"], font_size=70, color="#FFE500", **style)
        clips.append(lit.with_start(start).with_duration(end - start).with_position(("center", height * 0.78)))
length = timeline["length"] / fps
voice = AudioFileClip(f"{media}/{timeline['voice'][0]['key']}")
music = AudioFileClip(f"{media}/{timeline['music'][0]['key']}").with_effects([afx.MultiplyVolume(0.2)])
sound = CompositeAudioClip([voice, music])
video = CompositeVideoClip(clips, size=(width, height)).with_duration(length)
video.with_audio(sound.with_duration(min(length, sound.duration))).write_videofile(
    job["out"], fps=fps, codec="libx264", audio_codec="aac", preset=job["preset"],
    ffmpeg_params=["-crf", str(job["crf"])], logger=None, threads=job["threads"],
)  # fmt: skip
