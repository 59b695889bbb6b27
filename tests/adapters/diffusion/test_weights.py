"""Where models lie."""

import boto3
import pytest

from spotworks.adapters.diffusion.weights import folder_of
from spotworks.catalogue import models
from spotworks.errors import ModelUnavailable
from tests.fakes.aws import aws_in_memory

WAN = next(model for model in models() if model.id == "diffuse_wan")


def test_a_model_in_the_folder_is_found_by_the_name_of_its_repository(tmp_path):
    folder = tmp_path / "Wan-AI" / "Wan2.2-TI2V-5B-Diffusers"
    folder.mkdir(parents=True)
    (folder / "model_index.json").touch()
    assert folder_of(WAN, str(tmp_path), tmp_path / "scratch") == folder


@pytest.mark.parametrize("where", ["", "/nowhere"])
def test_a_model_that_is_not_there_says_what_to_download_and_under_which_licence(where, tmp_path):
    with pytest.raises(ModelUnavailable) as caught:
        folder_of(WAN, where, tmp_path)
    place = f"{where or 'FOLDER'}/Wan-AI/Wan2.2-TI2V-5B-Diffusers"
    assert f"hf download Wan-AI/Wan2.2-TI2V-5B-Diffusers --revision main --local-dir {place}" in caught.value.message
    assert "Apache-2.0" in caught.value.message


@pytest.fixture
def bucket():
    with aws_in_memory():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="our-models")
        yield s3


def test_a_model_in_s3_is_fetched_whole(bucket, tmp_path):
    root = "open/Wan-AI/Wan2.2-TI2V-5B-Diffusers"
    for name in ("model_index.json", "vae/config.json"):
        bucket.put_object(Bucket="our-models", Key=f"{root}/{name}", Body=name.encode())
    bucket.put_object(Bucket="our-models", Key=f"{root}-other/model_index.json", Body=b"another's")
    folder = folder_of(WAN, "s3://our-models/open/", tmp_path)
    found = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert found == {name: name for name in ("model_index.json", "vae/config.json")}


def test_a_model_that_s3_has_not_says_how_it_gets_there(bucket, tmp_path):
    with pytest.raises(ModelUnavailable, match=r"aws s3 sync FOLDER/Wan-AI/\S+ s3://our-models/Wan-AI/"):
        folder_of(WAN, "s3://our-models", tmp_path)


def test_a_name_in_s3_does_not_lead_out_of_the_folder(bucket, tmp_path):
    for name in ("model_index.json", "../../../passwd"):
        bucket.put_object(Bucket="our-models", Key=f"{WAN.vendor_id}/{name}", Body=b"")
    with pytest.raises(ModelUnavailable, match="leads out of it"):
        folder_of(WAN, "s3://our-models", tmp_path)


@pytest.mark.parametrize("name", ["../etc/passwd", "Wan-AI", "/etc", "a/b/c", ""])
def test_a_catalogue_s_name_that_is_no_repository_is_refused(name, tmp_path):
    with pytest.raises(ModelUnavailable, match="no name of a repository"):
        folder_of(WAN.model_copy(update={"vendor_id": name}), str(tmp_path), tmp_path)
