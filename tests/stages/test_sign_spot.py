"""SignSpot."""

import pytest

from spotworks.domain.provenance import Signed
from spotworks.domain.report import Report


@pytest.fixture
def job(studio, tmp_path):
    return rendered(studio, tmp_path)


def rendered(studio, folder, key="key", **about):
    job = studio.assembled(key=key, quality="draft", **about)
    (folder / key).mkdir()
    studio.render(job, folder / key)
    return job


def sign(studio, job, folder):
    folder.mkdir()
    studio.sign(job, folder)
    return studio.desk.find(job, "signed.json", Signed)


def test_the_signed_copy_is_what_is_published(studio, job, tmp_path):
    for name in ("preview", "check"):
        (tmp_path / name).mkdir()
    studio.storyboard(job)
    studio.preview(job, tmp_path / "preview")
    studio.check(job, tmp_path / "check")
    signed = sign(studio, job, tmp_path / "sign")
    settled = studio.settle(job)
    assert studio.published.objects[settled.video_key] == b"video 300 signed 1" == studio.work.read(signed.key)
    made = studio.desk.read(job, "report.json", Report).made
    assert [thing.what for thing in made][-1] == "Signature (C2PA)"


def test_the_chain_names_each_thing_and_its_maker(studio, job, tmp_path):
    sign(studio, job, tmp_path / "sign")
    [chain] = studio.signer.chains
    names = [part.what for part in chain.parts]
    assert names[0] == "Picture of scene 1"
    assert {"Clip of scene 1", "Voice-over", "Effects", "Music"} <= set(names)
    assert not {"Render", "Preview"} & set(names)
    assert chain.encoder
    assert all(part.key for part in chain.parts)


def test_the_same_video_again_is_the_same_signed_file(studio, job, tmp_path):
    first = sign(studio, job, tmp_path / "sign")
    again = rendered(studio, tmp_path, "again")
    assert sign(studio, again, tmp_path / "second").key == first.key
    assert len(studio.signer.chains) == 1


def test_another_certificate_signs_anew(studio, job, tmp_path):
    first = sign(studio, job, tmp_path / "sign")
    studio.signer.identity = "second"
    assert sign(studio, job, tmp_path / "second").key != first.key


def test_without_a_key_the_video_stays_as_it_is_and_that_is_said(studio, job, tmp_path):
    studio.signer = None
    assert sign(studio, job, tmp_path / "sign") is None
    assert studio.messages(job)[-1] == "Not signed: no signing key is set"
