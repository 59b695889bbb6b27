"""AcceptUpload."""

import pytest

from spotworks.domain.brief import Brief
from spotworks.errors import AssetRejected, InvalidRequest
from spotworks.stages.accept_upload import MAX_BYTES, accept_upload, keep_upload, offer_upload
from spotworks.stages.shared.admission import MAX_FOOTAGE_BYTES
from tests.fakes.plans import MODELS


def drop(studio, key, version="etag-1", content=b"red mug"):
    studio.uploads.write(key, content)
    requested = accept_upload(
        key, version, desk=studio.desk, uploads=studio.uploads, intake=studio.intake, machine=studio.machine,
        models=MODELS,
    )  # fmt: skip
    return requested and requested.video_id


def test_a_dropped_picture_becomes_a_job_of_its_tenant(studio):
    video_id = drop(studio, "drop/acme/Red_mug-01.jpg")
    [row] = studio.desk.jobs.list("acme")
    assert (row.video_id, row.title) == (video_id, "Red mug 01")
    brief = Brief.model_validate_json(studio.work.read(f"t/acme/j/{video_id}/brief.json"))
    assert len(brief.reference_assets) == 1
    assert studio.uploads.read(f"t/acme/a/{brief.reference_assets[0]}") == b"red mug"
    assert [payload["job"]["video_id"] for payload in studio.machine.started.values()] == [video_id]


def test_the_same_event_again_gives_the_same_job(studio):
    assert drop(studio, "drop/acme/a.jpg") == drop(studio, "drop/acme/a.jpg")
    assert len(studio.machine.started) == 1


def test_another_version_of_the_object_is_another_job(studio):
    first = drop(studio, "drop/acme/a.jpg")
    assert drop(studio, "drop/acme/a.jpg", version="etag-2", content=b"blue mug") != first


@pytest.mark.parametrize("key", ["drop/acme", "drop/acme/", "drop//a.jpg", "t/acme/a/1", "else/acme/a.jpg", ""])
def test_a_key_that_names_no_tenant_is_passed_over(studio, key):
    assert drop(studio, key) is None
    assert studio.machine.started == {}


@pytest.mark.parametrize(
    ("name", "title"),
    [("…/b/x.png", "x"), ("\u0007\u202e.jpg", "Untitled"), ("Кружка.webp", "Кружка"), ("x" * 300, "x" * 80)],
)
def test_a_title_is_made_from_any_name(studio, name, title):
    drop(studio, f"drop/acme/{name}")
    [row] = studio.desk.jobs.list("acme")
    assert row.title == title


def test_what_is_no_picture_is_refused_and_starts_nothing(studio):
    with pytest.raises(AssetRejected):
        drop(studio, "drop/acme/a.jpg", content=b"bad file")
    assert studio.machine.started == {}
    assert studio.uploads.list("t/") == []


def test_what_is_too_large_is_refused_before_it_is_read(studio):
    with pytest.raises(AssetRejected, match=r"a\.jpg: 25\.0 MB is more than 25 MB"):
        drop(studio, "drop/acme/a.jpg", content=bytes(MAX_BYTES + 1))
    assert studio.machine.started == {}


def test_metadata_that_is_no_brief_is_refused_by_its_field(studio):
    studio.uploads.write("drop/acme/a.jpg", b"red mug", metadata={"duration": "soon"})
    about = {"uploads": studio.uploads, "intake": studio.intake, "machine": studio.machine, "models": MODELS}
    with pytest.raises(InvalidRequest, match="duration: must be a number of seconds"):
        accept_upload("drop/acme/a.jpg", "etag-1", desk=studio.desk, **about)


def test_an_uploads_id_comes_from_its_content(studio):
    about = {"uploads": studio.uploads, "intake": studio.intake}
    first = keep_upload("acme", "a.jpg", b"red", **about)
    assert keep_upload("acme", "b.jpg", b"red", **about) == first
    assert keep_upload("acme", "a.jpg", b"blue", **about) != first


def test_a_large_file_is_offered_a_form_for_its_own_key(studio):
    offered = offer_upload("acme", "a.png", "image/png", MAX_BYTES, ticket="t1", uploads=studio.uploads)
    assert offered.upload["fields"]["key"] == f"t/acme/a/{offered.asset_ids[0]}"
    assert offered.upload["fields"]["max"] == str(MAX_BYTES)
    other = offer_upload("acme", "a.png", "image/png", 1, ticket="t2", uploads=studio.uploads)
    assert other.asset_ids != offered.asset_ids


@pytest.mark.parametrize("kind", ["video/mp4", "video/x-matroska", "video/x-msvideo", "video/mp2t"])
def test_videos_get_a_form_of_their_own_size(studio, kind):
    offered = offer_upload("acme", "a", kind, MAX_FOOTAGE_BYTES, ticket="t", uploads=studio.uploads)
    assert offered.upload["fields"]["max"] == str(MAX_FOOTAGE_BYTES)


@pytest.mark.parametrize(
    ("kind", "size", "field"),
    [("image/gif", 10, "content_type"), ("image/png", 0, "size"), ("image/png", -1, "size"),
     ("image/png", MAX_BYTES + 1, "size")],
)  # fmt: skip
def test_a_form_is_refused_for_what_could_not_be_taken(studio, kind, size, field):
    with pytest.raises(InvalidRequest) as refused:
        offer_upload("acme", "a", kind, size, ticket="t", uploads=studio.uploads)
    assert refused.value.field == field
