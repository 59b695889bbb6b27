"""What is done in the frequency domain: equalising, resampling, convolution, rooms.

All filters here are zero-phase: nothing moves in time, so word times stay true.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from spotworks.adapters.local.sound.signal import RATE, Signal, Sound, gain

_TENTH = RATE // 10  # samples, from one block of BS.1770 to the next
_PIECE = 5 * RATE  # samples that are weighted at once,
_MARGIN = RATE // 2  # with what rings in from before and after them


def smooth_length(n: int) -> int:
    """The smallest length >= n without a prime factor above 5, at which the FFT is quick."""
    best = 1 << max(n - 1, 1).bit_length()
    fives = 1
    while fives < best:
        threes = fives
        while threes < best:
            quotient = -(-n // threes)
            best = min(best, threes << max(quotient - 1, 0).bit_length())
            threes *= 3
        fives *= 5
    return best


def equalise(x: Signal, curve: Sequence[tuple[float, float]], rate: int = RATE) -> Signal:
    """Applies a gain curve of (Hz, dB) points, joined by straight lines over log frequency."""
    # Half a tenth of a second of silence at both ends keeps the filter's ringing from wrapping round.
    pad = rate // 20
    n = smooth_length(x.shape[-1] + 2 * pad)
    padded = np.zeros((*x.shape[:-1], n))
    padded[..., pad : pad + x.shape[-1]] = x
    frequencies = np.maximum(np.fft.rfftfreq(n, 1 / rate), 1.0)
    points = np.array(curve)
    response = 10 ** (np.interp(np.log(frequencies), np.log(points[:, 0]), points[:, 1]) / 20)
    filtered = np.fft.irfft(np.fft.rfft(padded) * response, n)
    return filtered[..., pad : pad + x.shape[-1]]


def minimum_phase(curve: Sequence[tuple[float, float]], length: int = 4096) -> Signal:
    """A filter of this gain curve that answers at once, for convolution where there is no looking ahead."""
    points = np.array(curve)
    frequencies = np.maximum(np.fft.rfftfreq(4 * length, 1 / RATE), 1.0)
    logarithm = np.interp(np.log(frequencies), np.log(points[:, 0]), points[:, 1]) * np.log(10) / 20
    # Folding the cepstrum onto positive time gives the phase that belongs to the magnitude.
    cepstrum = np.fft.irfft(logarithm)
    cepstrum[1 : 2 * length] *= 2
    cepstrum[2 * length + 1 :] = 0
    response = np.fft.irfft(np.exp(np.fft.rfft(cepstrum)))[:length]
    response[length // 2 :] *= np.linspace(1, 0, length - length // 2)
    return response


def resample(x: Signal, rate: int, to: int = RATE) -> Signal:
    """A mono signal at another rate; exact in time, band-limited to the lower rate."""
    divisor = int(np.gcd(rate, to))
    up, down = to // divisor, rate // divisor
    # A whole number of periods on both sides, and silence so that the end does not wrap into the beginning.
    blocks = smooth_length(-(-(x.size + rate // 20) // down))
    spectrum = np.fft.rfft(x, blocks * down)
    wanted = np.zeros(blocks * up // 2 + 1, complex)
    shared = min(spectrum.size, wanted.size)
    wanted[:shared] = spectrum[:shared]
    return np.fft.irfft(wanted, blocks * up)[: -(-x.size * up // down)] * (up / down)


def convolve(x: Signal, response: Signal) -> Signal:
    """Full linear convolution along the last axis; length n + m - 1."""
    length = x.shape[-1] + response.shape[-1] - 1
    n = smooth_length(length)
    return np.fft.irfft(np.fft.rfft(x, n) * np.fft.rfft(response, n), n)[..., :length]


def room(seconds: float, *, seed: int, predelay: float = 0.012, low: float = 200.0, high: float = 6000.0) -> Signal:
    """A stereo impulse response of unit energy: noise that dies away, its highs first.

    seconds: time to fall by 60 dB at middle frequencies; low, high: what it carries, in Hz.
    """
    n = round(seconds * 1.1 * RATE)
    time = np.arange(n) / RATE
    noise = np.random.default_rng(seed).standard_normal((2, n))
    response: Signal = np.zeros((2, n))
    edges = (20.0, 400.0, 1600.0, 5000.0, 20000.0)
    for index, shorter in enumerate((1.0, 1.0, 0.75, 0.45)):
        band = equalise(noise, _band(edges[index], edges[index + 1]))
        response += band * 10 ** (-3 * time / (seconds * shorter))
    curve = ((20, -60), (low / 2, -24), (low, -3), (low * 1.6, 0), (high * 0.7, 0), (high, -4), (20000, -36))
    response = equalise(response, curve)
    response *= np.minimum(1, time / 0.004) * np.minimum(1, (time[-1] - time) / 0.05)
    response /= np.sqrt(np.sum(response**2, axis=1, keepdims=True))
    return np.pad(response, ((0, 0), (round(predelay * RATE), 0)))


def _band(low: float, high: float) -> tuple[tuple[float, float], ...]:
    return ((1, -60), (low * 0.8, -60), (low, 0), (high, 0), (high * 1.25, -60), (RATE / 2 + 1, -60))


def k_weighting(frequencies: npt.NDArray[Any]) -> Signal:
    """Power response of the two filters of ITU-R BS.1770-5 at 48 kHz (itu.int/rec/R-REC-BS.1770)."""
    z = np.exp(-2j * np.pi * frequencies / RATE)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    highpass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * highpass) ** 2)


def loudness(x: Sound) -> float:
    """Integrated LUFS after BS.1770-5 with both gates; shorter than 0.4 s is one block. -70.0 for silence."""
    stereo = np.atleast_2d(x)
    if not stereo.size:
        return -70.0
    hop = _TENTH if stereo.shape[1] >= 4 * _TENTH else stereo.shape[1]
    block = 4 if hop == _TENTH else 1
    powers = np.convolve(np.concatenate([*_hops(stereo, hop)]), np.full(block, 1 / (block * hop)), "valid")
    for floor in (10 ** ((-70 + 0.691) / 10), None):
        threshold = floor if floor is not None else 0.1 * float(np.mean(powers))
        powers = powers[powers > threshold]
        if not powers.size:
            return -70.0
    return float(-0.691 + 10 * np.log10(np.mean(powers)))


def _hops(stereo: npt.NDArray[Any], hop: int) -> Iterator[Signal]:
    """Weighted energy of every `hop` samples that are whole. In pieces: a minute at once would take 300 MB."""
    count = stereo.shape[1]
    n = smooth_length(min(count, _PIECE + 2 * _MARGIN) + _TENTH)
    response = np.sqrt(k_weighting(np.fft.rfftfreq(n, 1 / RATE)))
    for first in range(0, count - hop + 1, _PIECE):
        begin, end = max(0, first - _MARGIN), min(first + _PIECE, first + (count - first) // hop * hop)
        spectra = np.fft.rfft(stereo[:, begin : end + _MARGIN], n) * response
        weighted = np.fft.irfft(spectra, n)[:, first - begin : end - begin]
        yield np.sum(weighted**2, axis=0).reshape(-1, hop).sum(axis=1)


def at_loudness(x: Signal, lufs: float) -> Signal:
    return x * gain(lufs - loudness(x))
