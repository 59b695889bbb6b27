import pytest

from infra.settings import SettingError, Settings


def test_nothing_set_is_production_with_its_data_kept() -> None:
    settings = Settings.read({})
    assert (settings.stage, settings.prefix, settings.keeps_data) == ("prod", "spotworks", True)


def test_another_stage_has_names_of_its_own_and_can_be_thrown_away() -> None:
    settings = Settings.read({"SPOTWORKS_STAGE": "dev", "SPOTWORKS_LOG_DAYS": "7", "SPOTWORKS_DOMAIN": " "})
    assert (settings.prefix, settings.keeps_data, settings.log_days) == ("spotworks-dev", False, 7)


def test_origins_are_a_list() -> None:
    assert Settings(origins="https://a.example, https://b.example").allowed_origins == [
        "https://a.example",
        "https://b.example",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STAGE", "Prod!"),
        ("DOMAIN", "api.example.com"),  # without its certificate
        ("LOG_DAYS", "10"),
        ("LOG_DAYS", "soon"),
        ("MAX_VCPUS", "2"),
        ("FAN_OUT", "-1"),
        ("ALIGN", "yes"),
        ("DIFFUSE_MODELS", "/models"),  # a folder of this machine is no place in S3
        ("DIFFUSE_MODELS", "s3://our-models/open/"),
        ("DIFFUSE_MODELS", "s3://our-models/*"),
        ("LANGUAGE_MODEL", "gpt_sol; claude_opus"),
        ("DELIVERY_KEY", "-----BEGIN PRIVATE KEY-----"),
    ],
)
def test_a_setting_that_cannot_be_deployed_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"SPOTWORKS_{name}"):
        Settings.read({f"SPOTWORKS_{name}": value})
