"""What a picture shows: where the subject is, and which colours it has.

The subject is a face where there is one, else what stands out by arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spotworks.adapters.media import colour, faces
from spotworks.domain.research import Box, Palette

Floats = NDArray[np.float32]

_CANDIDATES = 4  # spots of a picture that may be the subject
_FAR = 3.0  # strength that a spot needs more for each width of the picture that it lies away from the one before

_SMALL = 128
"""Longest side at which a picture is judged: noise is gone, and k-means takes milliseconds."""


def _lab(image: Image.Image) -> tuple[Floats, Floats]:
    """CIE Lab (L 0 to 100) and opacity (0 to 1) of a small copy."""
    small = image.convert("RGBA")
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    pixels = np.asarray(small, np.float32) / 255
    lab = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3], np.float32), cv2.COLOR_RGB2LAB)
    return np.asarray(lab, np.float32), np.asarray(pixels[..., 3], np.float32)


def focus(image: Image.Image) -> Box:
    """The subject's box: the opaque part of a cut-out, else a head, else where most of the salience lies."""
    lab, alpha = _lab(image)
    if image.mode == "RGBA":
        return _box(alpha > 0.5, 0.0)
    seen = heads(_rgb(image))
    return seen[0].box if seen else _box(_salience(lab), 0.05)


def _rgb(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"), np.uint8)


def standing_out(image: Image.Image) -> Box:
    """Tighter than `focus`: what a crop must not cut. The opaque part of a cut-out, a head, or the strongest spot."""
    if image.mode == "RGBA":
        return focus(image)
    if seen := heads(_rgb(image)):
        return seen[0].box
    small = image.convert("RGB")
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    lab = np.asarray(cv2.cvtColor(np.asarray(small), cv2.COLOR_RGB2LAB), np.uint8)
    return followed(lab[None])[0]


@dataclass(frozen=True)
class Spot:
    """Something that stands out: where, and how much, from 0 to 1."""

    box: Box
    strength: float


def heads(picture: NDArray[np.uint8]) -> list[Spot]:
    """Of the faces in an RGB picture, that which is most its subject first."""
    found = [Spot(faces.head(face), faces.presence(face)) for face in faces.faces(picture)]
    return sorted(found, key=lambda spot: -spot.strength)


def followed(shot: NDArray[np.uint8]) -> list[Box]:
    """The subject in each of a few pictures of one shot (OpenCV's 8-bit Lab), if it shows no faces."""
    return through(_spots(shot))


def through(spots: Sequence[Sequence[Spot]]) -> list[Box]:
    """One spot of each picture of a shot, in their order: those that stand out and lie near to one another.

    By dynamic programming: a passer-by is no new subject.
    """
    costs = [[-spot.strength for spot in spots[0]]]
    came: list[list[int]] = []
    for before, now in pairwise(spots):
        steps = [[last + _FAR * _apart(a, b) for a, last in zip(before, costs[-1], strict=True)] for b in now]
        came.append([int(np.argmin(step)) for step in steps])
        costs.append([min(step) - spot.strength for step, spot in zip(steps, now, strict=True)])
    at = int(np.argmin(costs[-1]))
    found = [spots[-1][at].box]
    for index, origins in zip(range(len(spots) - 2, -1, -1), reversed(came), strict=True):
        at = origins[at]
        found.append(spots[index][at].box)
    return found[::-1]


def _apart(a: Spot, b: Spot) -> float:
    return max(abs(a.box.x + a.box.w / 2 - b.box.x - b.box.w / 2), abs(a.box.y + a.box.h / 2 - b.box.y - b.box.h / 2))


def _spots(shot: NDArray[np.uint8]) -> list[list[Spot]]:
    """For each picture what is rare in it, and what moves in it.

    Movement is the difference from the shot's own median, and counts the more, the less of the picture moves: under
    a moving camera all of it does, which says nothing about the subject.
    """
    ground = np.median(shot, axis=0).astype(np.float32)
    found = []
    for picture in shot.astype(np.float32):
        moved = cv2.GaussianBlur(np.linalg.norm(picture - ground, axis=2), (0, 0), 2)
        moved = np.clip(moved - 12, 0, 60) / 60  # below 12 is noise of the sensor and of the codec
        still = max(0.0, 1 - 2.5 * float((moved > 0.1).mean()))
        # A product: where a subject at rest set off from, its ground moves too, but is not rare.
        found.append(_standing_out((_rarity(picture) + 0.2) * (0.5 + 2 * still * moved)))
    return found


def _rarity(lab: Floats) -> Floats:
    """How unlike the picture's colours as a whole each pixel is (Mahalanobis), 0 to 1, a little less at the edges."""
    height, width = lab.shape[:2]
    soft = cv2.GaussianBlur(lab, (0, 0), 1.5)
    apart = soft.reshape(-1, 3) - soft.reshape(-1, 3).mean(axis=0)
    spread = np.linalg.inv(apart.T @ apart / len(apart) + 4 * np.eye(3))
    rare = np.sqrt(np.einsum("ij,jk,ik->i", apart, spread, apart)).reshape(height, width)
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    rare = cv2.GaussianBlur(rare.astype(np.float32), (0, 0), 2) * np.exp(-(rows**2 + columns**2) / 4)
    return np.asarray(rare / max(float(rare.max()), 1e-6), np.float32)


def _standing_out(weights: Floats) -> list[Spot]:
    """The few strongest connected parts above half of the peak; the whole picture where there is none."""
    peak = float(weights.max())
    count, labels, stats, _ = cv2.connectedComponentsWithStats((weights > 0.5 * peak).astype(np.uint8))
    sums = np.bincount(labels.ravel(), weights.ravel(), minlength=count)[1:]
    height, width = weights.shape
    spots = []
    for index in np.argsort(-sums)[:_CANDIDATES]:
        left, top, wide, tall = (int(value) for value in stats[index + 1][:4])
        box = Box(x=left / width, y=top / height, w=wide / width, h=tall / height)
        spots.append(Spot(box, float(sums[index] / sums.sum())))
    return spots or [Spot(Box(x=0.25, y=0.25, w=0.5, h=0.5), 1.0)]


def _salience(lab: Floats) -> Floats:
    """How much each pixel differs from the frame's edge and from its surroundings, weighted to the middle."""
    height, width = lab.shape[:2]
    edge = max(2, min(height, width) // 12)
    sides = lab[:edge], lab[-edge:], lab[:, :edge], lab[:, -edge:]
    border = np.concatenate([side.reshape(-1, 3) for side in sides])
    spread = border.std(axis=0) + 6
    unlike_edge = np.linalg.norm((lab - border.mean(axis=0)) / spread, axis=2)
    wide = cv2.GaussianBlur(lab, (0, 0), min(height, width) / 5)
    unlike_near = np.linalg.norm(cv2.GaussianBlur(lab, (0, 0), 2) - wide, axis=2)
    salience = unlike_edge / (unlike_edge.mean() + 1e-6) + unlike_near / (unlike_near.mean() + 1e-6)
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    salience = cv2.GaussianBlur(salience.astype(np.float32), (0, 0), 3) * np.exp(-(rows**2 + columns**2) / 0.9)
    strong: Floats = np.clip(salience - np.quantile(salience, 0.6), 0, None).astype(np.float32)
    return strong


def _box(weights: NDArray[np.generic], tail: float) -> Box:
    """The rectangle that leaves `tail` of the weight outside on each of its sides."""
    (left, right), (top, bottom) = (_span(weights.astype(np.float64).sum(axis=axis), tail) for axis in (0, 1))
    return Box(x=left, y=top, w=right - left, h=bottom - top)


def _span(profile: NDArray[np.float64], tail: float) -> tuple[float, float]:
    total = profile.sum()
    if total <= 0:  # nothing stands out: the middle
        return 0.25, 0.75
    cumulative = np.cumsum(profile) / total
    first = int(np.searchsorted(cumulative, tail, side="right"))
    last = int(np.searchsorted(cumulative, 1 - tail - 1e-9, side="left"))
    size = len(profile)
    return min(first, size - 1) / size, (max(last, first) + 1) / size


def palette(image: Image.Image) -> Palette:
    """Ground, accent and inks from the picture's own colours.

    A bright picture on a bright edge (a product on white) gets a light ground, all others a dark one
    in the hue that fills most of the picture; the accent is the most vivid colour that has some area.
    """
    lab, alpha = _lab(image)
    visible = lab[alpha > 0.5] if (alpha > 0.5).any() else lab.reshape(-1, 3)
    centres, shares = _clusters(visible)
    opaque = bool((alpha > 0.5).mean() > 0.98)
    edge = np.concatenate([lab[:3].reshape(-1, 3), lab[-3:].reshape(-1, 3)])
    bright = opaque and float(edge[:, 0].mean()) > 84 and float(visible[:, 0].mean()) > 66
    colours = [_hex(centre) for centre in centres]
    vivid = max(range(len(colours)), key=lambda i: _liveliness(colours[i]) * (shares[i] + 0.02) ** 0.4)
    return _arranged(colours[int(np.argmax(shares))], colours[vivid], light=bright)


def _liveliness(colour_: str) -> float:
    """Chroma, discounted where so dark or so light that it hardly shows."""
    light, chroma, _ = colour.oklch(colour_)
    return chroma * max(0.05, 1 - abs(light - 0.62) * 1.6)


def _hex(lab: Floats) -> str:
    red, green, blue = cv2.cvtColor(lab.reshape(1, 1, 3).astype(np.float32), cv2.COLOR_LAB2RGB)[0, 0] * 255
    return colour.hexed(red, green, blue)


def _clusters(points: Floats, count: int = 6) -> tuple[Floats, NDArray[np.float64]]:
    """k-means without chance: seeds are the mean and then whatever is farthest from the seeds so far."""
    points = points[:: max(1, len(points) // 6000)]
    centres = [points.mean(axis=0)]
    distance = np.linalg.norm(points - centres[0], axis=1)
    while len(centres) < count:
        centres.append(points[int(np.argmax(distance))])
        distance = np.minimum(distance, np.linalg.norm(points - centres[-1], axis=1))
    middle = np.array(centres, np.float32)
    for _ in range(10):
        nearest = np.linalg.norm(points[:, None] - middle[None], axis=2).argmin(axis=1)
        for index in range(count):
            if (members := nearest == index).any():
                middle[index] = points[members].mean(axis=0)
    return middle, np.bincount(nearest, minlength=count) / len(points)


def _arranged(dominant: str, vivid: str, *, light: bool) -> Palette:
    _, chroma, hue = colour.oklch(dominant)
    accent_light, accent_chroma, accent_hue = colour.oklch(vivid)
    if accent_chroma < 0.035:  # a grey picture has no accent of its own: a warm one that suits every grey
        accent_light, accent_chroma, accent_hue = 0.8, 0.14, 80.0
    if chroma < 0.02:
        hue, chroma = accent_hue, 0.02
    if light:
        background = colour.from_oklch(0.965, min(chroma, 0.018), hue)
        surface = colour.from_oklch(0.925, min(chroma, 0.03), hue)
        ink = colour.from_oklch(0.2, min(chroma, 0.03), hue)
        accent = colour.from_oklch(min(max(accent_light, 0.45), 0.62), max(accent_chroma, 0.15), accent_hue)
    else:
        background = colour.from_oklch(0.19, min(chroma, 0.035), hue)
        surface = colour.from_oklch(0.29, min(chroma, 0.05), hue)
        ink = colour.from_oklch(0.985, 0.008, hue)
        accent = colour.from_oklch(min(max(accent_light, 0.68), 0.84), max(accent_chroma, 0.14), accent_hue)
    accent = colour.legible(accent, background, 3.0)
    dark_ink = colour.from_oklch(0.2, 0.03, accent_hue)
    inks = (dark_ink, "#ffffff", "#000000")
    return Palette(
        background=background,
        surface=surface,
        ink=colour.legible(ink, background, 4.5),
        accent=accent,
        accent_ink=next(each for each in inks if colour.contrast(each, accent) >= 4.5),
    )
