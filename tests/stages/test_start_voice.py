"""StartVoice."""

from spotworks.domain.sound import Voice
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_voice import start_voice


def test_all_lines_are_spoken_in_one_document(studio):
    job = studio.planned()
    start_voice(studio.sound(job), desk=studio.desk, maker=lambda _: studio.voices)
    made = made_for(studio.desk, job, "voice")
    voice = Voice.model_validate_json(studio.work.read(made.key))
    assert [(line.scene, line.text) for line in voice.lines] == [(0, "Line number 0."), (1, "Line number 1.")]
    assert studio.messages(job)[-1] == "Voice-over ready"


def test_a_repeated_stage_speaks_once(studio):
    job = studio.planned()
    for _ in range(2):
        start_voice(studio.sound(job), desk=studio.desk, maker=lambda _: studio.voices)
    assert len(studio.voices.asked) == 1
