"""Keys of a deployment, in Secrets Manager."""

import boto3
import pytest

from spotworks.adapters.aws.keys import read
from spotworks.errors import ModelUnavailable, NotFound


@pytest.fixture
def secret(aws):
    made = boto3.client("secretsmanager", region_name="us-east-1")
    arns = []

    def put(text):
        arns.append(made.create_secret(Name=f"keys-{len(arns)}", SecretString=text)["ARN"])
        return arns[-1]

    yield put
    for arn in arns:
        made.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)


def test_keys_are_read_by_their_names_and_what_is_no_text_is_passed_over(secret):
    assert read(secret('{"FAL_KEY": "k", "number": 7}')) == {"FAL_KEY": "k"}


@pytest.mark.parametrize("text", ["FAL_KEY=k", '["k"]', "7"])
def test_a_secret_of_another_form_says_what_it_must_be_and_does_not_show_it(secret, text):
    with pytest.raises(ModelUnavailable, match="must be a JSON object") as caught:
        read(secret(text))
    assert text not in str(caught.value)


def test_a_secret_that_is_not_there_is_named(aws):
    with pytest.raises(NotFound, match="the secret with the keys"):
        read("arn:aws:secretsmanager:us-east-1:123456789012:secret:none")
