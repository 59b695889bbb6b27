from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.local.music import LocalMusic
from spotworks.adapters.local.music.band import band
from spotworks.adapters.local.music.drums import LEVELS, drum
from spotworks.adapters.local.music.form import plan
from spotworks.adapters.local.music.harmony import Key, chord, lead
from spotworks.adapters.local.music.moods import MOODS
from spotworks.adapters.local.music.patterns import BASSES, COMPS, KITS
from spotworks.adapters.local.music.score import Score
from spotworks.adapters.local.music.tones import TONES, tone
from spotworks.domain.generation import MusicRequest
from spotworks.domain.screenplay import MusicBrief
from spotworks.domain.sound import Music
from tests.adapters.local.listening import RATE, edge, heard, level, lufs, peak_db
from tests.fakes.files import MemoryFiles


def make(files, mood="uplifting", *, seed=3, duration=8, tempo=110, cuts=()):
    brief = MusicBrief(mood=mood, tempo=tempo, seed=seed)
    product = LocalMusic(files, "t/acme/").make(MusicRequest(model="local", brief=brief, duration=duration, cuts=cuts))
    assert (product.model, product.cost_usd) == ("composed", 0)
    music = Music.model_validate_json(product.content)
    return music, heard(files.read(music.key))


@pytest.mark.parametrize("mood", MOODS)
def test_a_piece_lasts_exactly_as_asked_at_an_even_level_without_clicks(mood):
    music, sound = make(MemoryFiles(), mood)
    assert music.duration == 8
    assert sound.shape == (2, 8 * RATE)
    assert lufs(sound) == pytest.approx(-18, abs=0.5)
    assert peak_db(sound) <= -3
    assert edge(sound) < 0.001
    assert np.abs(sound.mean(axis=1)).max() < 0.001


@pytest.mark.parametrize("duration", [3, Fraction(7, 2), Fraction(100, 7)])
def test_any_length_comes_out_to_the_sample(duration):
    music, sound = make(MemoryFiles(), "warm", duration=duration)
    assert sound.shape[1] == round(duration * RATE) == music.duration * RATE


def test_a_piece_builds_and_rings_out():
    _, sound = make(MemoryFiles(), duration=20)
    assert level(sound, 0.2, 2.5) < level(sound, 12, 16) - 3
    assert level(sound, 19.8, 20) < level(sound, 12, 16) - 15


def test_the_ending_is_the_tonic():
    form = plan(12.0, 100, ())
    for mood in MOODS:
        players = band(mood, 4)
        last = [
            note for note in Score(form, players, 4).notes() if note.at >= form.end - 0.01 and note.pitch is not None
        ]
        assert min(note.pitch for note in last) % 12 == players.key.tonic


def test_the_same_seed_gives_the_same_bytes_and_another_another_piece():
    bodies = []
    for seed in (1, 1, 2):
        files = MemoryFiles()
        music, _ = make(files, seed=seed, duration=3)
        bodies.append(files.read(music.key))
    assert bodies[0] == bodies[1] != bodies[2]


def test_seeds_choose_different_bands():
    chosen = {band("uplifting", seed) for seed in range(40)}
    assert len(chosen) == 40
    assert len({(b.key, b.verse, b.comp) for b in chosen}) > 25


def test_a_piece_that_was_made_is_not_made_again():
    files = MemoryFiles()
    first, _ = make(files, duration=3)
    second, _ = make(files, duration=3)
    assert first == second
    assert len(files.writes) == 1
    assert first.key.startswith("t/acme/cas/")


def test_an_unknown_mood_plays_all_the_same():
    _, sound = make(MemoryFiles(), "sideways", duration=3)
    assert lufs(sound) == pytest.approx(-18, abs=0.7)


@given(st.floats(3, 1200), st.integers(60, 150), st.lists(st.floats(0.1, 0.95), max_size=12).map(sorted))
@settings(max_examples=60, deadline=None)
def test_a_form_fills_its_length_with_whole_sections(duration, tempo, shares):
    form = plan(duration, tempo, [share * duration for share in shares])
    assert form.end == pytest.approx((form.bars + form.half / 2) * form.bar)
    assert 0.3 < duration - form.end < 5
    if form.bars:
        assert [s.first for s in form.sections] == [0, *np.cumsum([s.bars for s in form.sections])[:-1]]
        assert sum(s.bars for s in form.sections) == form.bars
    if duration > 20:
        assert abs(60 / form.beat / tempo - 1) < 0.08


def test_the_tempo_gives_way_so_that_bars_meet_the_cuts():
    cuts = (4.6, 9.2, 13.8, 18.4)
    form = plan(24.0, 100, cuts)
    for cut in cuts:
        assert abs(cut / form.beat - round(cut / form.beat)) < 0.2
    assert {section.first for section in form.sections} & {round(cut / form.bar) for cut in cuts}


def test_all_that_a_mood_names_exists():
    for mood in MOODS.values():
        assert set(mood.pads + mood.comps + mood.arps + mood.basses + mood.leads) <= set(TONES)
        assert set(mood.comp_patterns) <= set(COMPS)
        assert set(mood.bass_patterns) <= set(BASSES)
        assert set(mood.kits) <= set(KITS)
    assert {name for kit in KITS.values() for beat in kit for name in beat} <= set(LEVELS)


@pytest.mark.parametrize("name", TONES)
def test_a_tone_begins_and_ends_at_rest_and_does_not_alias(name):
    sound = tone(name, 69, RATE // 4).astype(float)
    assert edge(sound) < 0.02
    spectrum = np.abs(np.fft.rfft(sound[0] * np.hanning(sound.shape[1])))
    above = np.fft.rfftfreq(sound.shape[1], 1 / RATE) > 15000
    assert 20 * np.log10(spectrum[above].max() / spectrum.max()) < -60


@pytest.mark.parametrize("name", [name for name in LEVELS if name != "riser"])
def test_a_drum_has_its_level_and_no_click(name):
    sound = drum(name).astype(float)
    assert peak_db(sound) == pytest.approx(LEVELS[name], abs=0.1)
    assert edge(sound) < 0.001


@given(st.integers(0, 11), st.sampled_from(["major", "minor", "dorian", "mixolydian", "lydian"]), st.data())
@settings(max_examples=60, deadline=None)
def test_chords_lie_in_the_key_and_move_little(tonic, mode, data):
    key = Key(tonic, mode)
    colour = data.draw(st.sampled_from(["plain", "seventh", "ninth", "open"]))
    steps = data.draw(st.lists(st.integers(1, 6), min_size=2, max_size=8))
    chords = [chord(key, step, colour) for step in steps]
    voiced = lead(chords)
    for each, voicing in zip(chords, voiced, strict=True):
        assert {pitch % 12 for pitch in voicing} == set(each.tones)
        assert 53 <= voicing[0] < voicing[-1] <= 74
    for before, after in pairwise(voiced):
        assert abs(np.mean(before) - np.mean(after)) <= 7


@given(st.floats(3, 600), st.integers(60, 150))
@settings(max_examples=40, deadline=None)
def test_bars_are_every_fourth_beat_and_end_with_the_last_chord(duration, tempo):
    form = plan(duration, tempo, ())
    assert form.beats[-1] == form.downbeats[-1] == pytest.approx(form.end)
    assert np.allclose(np.diff(form.beats), form.beat)
    assert all(min(abs(bar - beat) for beat in form.beats) < 1e-6 for bar in form.downbeats)
    assert np.allclose(np.diff(form.downbeats)[: form.bars - 1], form.bar)


def test_drums_are_heard_on_the_beats_that_are_told():
    music, sound = make(MemoryFiles(), "uplifting", duration=20)
    energy = np.convolve((sound**2).sum(axis=0), np.ones(480), "valid")[::480]
    rises = np.maximum(np.diff(np.log(energy + 1e-9)), 0)
    on_beat = [rises[max(0, round(float(beat) * 100) - 3) : round(float(beat) * 100) + 4].max() for beat in music.beats]
    half = float(music.beats[1]) / 3
    off = [
        rises[round((float(b) + half) * 100) - 3 : round((float(b) + half) * 100) + 4].max() for b in music.beats[:-1]
    ]
    assert np.median(on_beat) > 2 * np.median(off)
