"""What makes videos."""

from pathlib import Path
from typing import Annotated, Any

import typer

from local.cli.commands.options import STATE, Fakes, Faults, Json, Server, State, token


def make(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="What the video is about.")] = "",
    url: Annotated[str | None, typer.Option(metavar="URL", help="The product's page.")] = None,
    image: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A photo to build on; may be repeated.")
    ] = None,
    footage: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="A folder of your videos, or one; may be repeated.")
    ] = None,
    lottie: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A Lottie document; may be repeated.")
    ] = None,
    duration: Annotated[str | None, typer.Option(metavar="SECONDS", help="3 to 1200. Default: 30.")] = None,
    aspect: Annotated[str | None, typer.Option(help="9:16, 16:9, 1:1 or 4:5. Default: 9:16.")] = None,
    aspects: Annotated[str | None, typer.Option(metavar="LIST", help='Several of one plan: "9:16,1:1,16:9".')] = None,
    fps: Annotated[int | None, typer.Option(help="24, 25, 30, 50 or 60. Default: 30.")] = None,
    language: Annotated[
        str | None, typer.Option(help="en or ru; any where SPOTWORKS_LANGUAGE_MODEL names who plans. Default: en.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Who makes the clips, of `spotworks models`, or auto. Default: local.")
    ] = None,
    image_model: Annotated[str | None, typer.Option(help="Who draws the pictures. Default: local.")] = None,
    voice_model: Annotated[str | None, typer.Option(help="Who speaks. Default: local.")] = None,
    effects_model: Annotated[str | None, typer.Option(help="Who makes the sound effects. Default: local.")] = None,
    music_model: Annotated[str | None, typer.Option(help="Who composes. Default: local.")] = None,
    route_by: Annotated[
        str | None, typer.Option(metavar="WHAT", help="Who is asked first: price, speed or preference. Default: price.")
    ] = None,
    vendors: Fakes = None,
    faults: Faults = None,
    mode: Annotated[str | None, typer.Option(help="As `spotworks modes` lists them. Default: ai_video.")] = None,
    mode_option: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="Of the mode; may be repeated.")
    ] = None,
    variations: Annotated[int | None, typer.Option(help="How many different videos, 1 to 8.")] = None,
    concepts: Annotated[int | None, typer.Option(help="How many ideas to think of, 1 to 4.")] = None,
    concept: Annotated[
        int | None, typer.Option(metavar="N", help="With --concepts: make this one. Default: the best.")
    ] = None,
    quality: Annotated[str | None, typer.Option(help="draft, standard or broadcast. Default: standard.")] = None,
    codec: Annotated[str | None, typer.Option(help="h264 or hevc. Default: h264, which plays everywhere.")] = None,
    budget: Annotated[str | None, typer.Option(metavar="USD", help="The most it may cost. Default: 0.50.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed and brief give the same video.")] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Use nothing again that was bought, made or read for earlier videos.")
    ] = False,
    title: Annotated[str | None, typer.Option(help="The video's title.")] = None,
    description: Annotated[str | None, typer.Option(help="More about the product.")] = None,
    brand: Annotated[str | None, typer.Option(help="The name on the end card.")] = None,
    brand_kit: Annotated[Path | None, typer.Option(metavar="FILE", help="Logo, colours, type: TOML or JSON.")] = None,
    cta: Annotated[str | None, typer.Option(help='The call to action: "Try it free".')] = None,
    placement: Annotated[
        str | None, typer.Option(help="Where it is shown: tiktok, reels, youtube, ott, ... Default: social.")
    ] = None,
    captions: Annotated[
        str | None, typer.Option(help="ad, shorts, long, karaoke, minimal, or none in the picture. Default: ad.")
    ] = None,
    tone: Annotated[str | None, typer.Option(help='"warm", "playful", ...')] = None,
    audience: Annotated[str | None, typer.Option(help="Who it is for.")] = None,
    approve: Annotated[
        list[str] | None,
        typer.Option(metavar="GATE", help="Wait for your answer: concept, storyboard, final; repeatable."),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<title>.")] = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Make a video and leave its files in a folder."""
    from local.cli.make import make as work
    from local.cli.session import vendors_of

    asked: dict[str, Any] = {
        "prompt": prompt, "title": title, "description": description, "url": url, "duration": duration,
        "aspect": aspect, "aspects": aspects, "fps": fps, "language": language, "model": model,
        "image_model": image_model, "voice_model": voice_model, "effects_model": effects_model,
        "music_model": music_model, "route_by": route_by, "mode": mode,
        "mode_options": mode_option, "placement": placement, "variations": variations,
        "concepts": concepts, "concept": concept,
        "quality": quality, "codec": codec, "budget": budget, "seed": seed, "brand": brand, "call_to_action": cta,
        "captions": captions, "tone": tone, "audience": audience, "approvals": approve, "kit": brand_kit,
        "fresh": fresh or None,
    }  # fmt: skip
    return work(
        asked,
        image or [],
        footage=footage or [],
        lottie=lottie or [],
        vendors=vendors_of(vendors, faults),
        out=out,
        as_json=as_json,
        state=state,
        server=server,
        token=token(),
    )


def daily(
    set_prompt: Annotated[str | None, typer.Option("--set", metavar="PROMPT", help="Make this every day.")] = None,
    off: Annotated[bool, typer.Option("--off", help="Stop the daily video.")] = False,
    now: Annotated[bool, typer.Option("--now", help="Make today's at once.")] = False,
    duration: Annotated[str | None, typer.Option(metavar="SECONDS", help="With --set.")] = None,
    aspect: Annotated[str | None, typer.Option(help="With --set.")] = None,
    language: Annotated[str | None, typer.Option(help="With --set.")] = None,
    quality: Annotated[str | None, typer.Option(help="With --set.")] = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Show, set, stop or fire the daily video."""
    from local.cli.daily import daily as work

    asked = {"prompt": set_prompt, "duration": duration, "aspect": aspect, "language": language, "quality": quality}
    return work(asked, off=off, now=now, as_json=as_json, state=state, server=server, token=token())


def models(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Show all that is known of this one.")] = "",
    makes: Annotated[
        str | None, typer.Option(metavar="KIND", help="Only what makes clip, image, voice, effects, music or language.")
    ] = None,
    usable: Annotated[bool, typer.Option("--usable", help="Only what can be used here.")] = False,
    as_json: Json = False,
    server: Server = None,
) -> int:
    """List the models, what they cost, and which can be used here."""
    from local.cli.models import models as work

    return work(name, makes=makes, usable=usable, as_json=as_json, server=server, token=token())


def modes(
    preview: Annotated[bool, typer.Option("--preview", help="Draw a sheet of all modes on one script.")] = False,
    script: Annotated[Path | None, typer.Option(metavar="FILE", help="With --preview: a paragraph a scene.")] = None,
    image: Annotated[list[Path] | None, typer.Option(help="With --preview: a photo; may be repeated.")] = None,
    footage: Annotated[list[Path] | None, typer.Option(metavar="PATH", help="With --preview: your videos.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="MODE", help="With --preview: this one; repeatable.")
    ] = None,
    aspect: Annotated[str, typer.Option(help="With --preview: 9:16, 16:9, 1:1 or 4:5.")] = "9:16",
    language: Annotated[str, typer.Option(help="With --preview: en or ru.")] = "en",
    brand: Annotated[str, typer.Option(help="With --preview: the name on the end card.")] = "",
    out: Annotated[Path, typer.Option(metavar="PNG", help="With --preview: the sheet.")] = Path("modes.png"),
    as_json: Json = False,
    server: Server = None,
) -> int:
    """List the ways of making a video, or show each on the same script."""
    from local.cli.modes import Wanted
    from local.cli.modes import modes as work

    wanted = None
    if preview:
        wanted = Wanted(
            script=script, images=image or [], footage=footage or [], only=only or [], aspect=aspect,
            language=language, brand=brand, out=out,
        )  # fmt: skip
    return work(wanted, as_json=as_json, server=server, token=token())
