"""Files in S3; MemoryFiles, which other tests stand on, keeps the same promises."""

import pytest

from spotworks.adapters.aws.files import S3Files
from spotworks.errors import NotFound
from tests.fakes.aws import make_bucket
from tests.fakes.files import MemoryFiles


@pytest.fixture(params=["s3", "memory"])
def files(request, aws):
    if request.param == "memory":
        MemoryFiles("spotworks-other", buckets := {})
        return MemoryFiles("spotworks-files", buckets)
    make_bucket("spotworks-other")
    files = S3Files(make_bucket("spotworks-files"))
    files.delete(files.list(""))
    return files


def test_what_is_written_is_read(files):
    files.write("t/a/x", b"one")
    files.write("t/a/x", b"two", content_type="text/plain", metadata={"made": "today"})
    assert files.read("t/a/x") == b"two"
    assert files.size("t/a/x") == 3
    assert files.exists("t/a/x")


def test_the_tag_follows_the_content(files):
    for key, body in (("a", b"one"), ("b", b"one"), ("c", b"two")):
        files.write(key, body)
    assert files.etag("a") == files.etag("b") != files.etag("c")
    files.write("a", b"two")
    assert files.etag("a") == files.etag("c")


def test_what_is_not_there_is_not_found(files, tmp_path):
    for ask in (files.read, files.size, files.etag, lambda key: files.download(key, tmp_path / "x")):
        with pytest.raises(NotFound):
            ask("nothing")
    with pytest.raises(NotFound):
        files.copy("nothing", "spotworks-other", "x", content_type="text/plain")
    assert not files.exists("nothing")
    files.delete(["nothing"])


def test_files_go_up_and_come_down_into_new_folders(files, tmp_path):
    (tmp_path / "up").write_bytes(b"film")
    files.upload(tmp_path / "up", "v.mp4", content_type="video/mp4", metadata={"a": "b"})
    files.download("v.mp4", tmp_path / "deep" / "folder" / "down")
    assert (tmp_path / "deep" / "folder" / "down").read_bytes() == b"film"


def test_many_are_read_and_brought_at_once_in_their_order(files, tmp_path):
    for number in range(20):
        files.write(f"k{number}", b"%d" % number)
    assert list(files.read_many(["k7", "nothing", "k3", "k7"])) == [b"7", None, b"3", b"7"]
    assert list(files.read_many([])) == []
    files.download_many({f"k{number}": tmp_path / f"deep/{number}" for number in range(20)})
    assert [(tmp_path / f"deep/{number}").read_bytes() for number in range(20)] == [b"%d" % n for n in range(20)]
    with pytest.raises(NotFound, match="nothing"):
        files.download_many({"k1": tmp_path / "x", "nothing": tmp_path / "y"})


def test_a_list_keeps_to_its_prefix_in_order(files):
    for key in ("t/a/2", "t/a/1", "t/ab/1"):
        files.write(key, b"")
    assert list(files.list("t/a/")) == ["t/a/1", "t/a/2"]


def test_everything_named_is_deleted(files):
    for number in range(5):
        files.write(f"k{number}", b"")
    files.delete(f"k{number}" for number in range(4))
    assert list(files.list("")) == ["k4"]


def test_a_url_names_the_key(files):
    assert "t/a/x" in files.url("t/a/x")
    assert "spot.mp4" in files.url("t/a/x", filename="spot.mp4")


def test_a_form_names_the_key_and_the_type(files):
    form = files.upload_form("t/a/x", content_type="image/png", max_bytes=10)
    assert form["fields"]["key"] == "t/a/x"
    assert form["fields"]["Content-Type"] == "image/png"


def test_a_copy_carries_its_type_and_metadata_to_the_other_bucket(aws):
    import boto3

    make_bucket("spotworks-other")
    files = S3Files(make_bucket("spotworks-files"))
    files.write("x", b"film")
    files.copy("x", "spotworks-other", "y.mp4", content_type="video/mp4", metadata={"tenant": "acme"})
    head = boto3.client("s3").head_object(Bucket="spotworks-other", Key="y.mp4")
    assert (head["ContentType"], head["Metadata"]) == ("video/mp4", {"tenant": "acme"})


def test_more_than_a_thousand_keys_are_deleted(aws):
    files = S3Files(make_bucket("spotworks-many"))
    keys = [f"k{number}" for number in range(1001)]
    for key in (keys[0], keys[-1]):
        files.write(key, b"")
    files.delete(keys)
    assert list(files.list("")) == []
