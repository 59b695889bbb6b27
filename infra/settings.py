"""What differs from one deployment to the next, read from the environment as SPOTWORKS_<NAME>."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

# What CloudWatch Logs accepts up to a year
# (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html, 2026-11-20).
LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365)


S3_PLACE = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([\w./-]*[\w-]))?", re.ASCII)


class SettingError(ValueError):
    """A setting that cannot be deployed; the message names its variable."""


@dataclass(frozen=True)
class Settings:
    """One deployment.

    stage: "prod" keeps its data when the stacks are deleted, any other name gives a deployment to throw away.
    origins: web origins, comma separated, that may call the API and upload; "*" for all.
    domain, certificate: a host name for the API and the ARN of its ACM certificate in the same region.
    alarm_email: gets the alarms, after confirming the subscription.
    delivery_key: an RSA public key (PEM). With it, published videos are served by CloudFront to signed URLs.
    max_vcpus: the most that renders use at once; Batch queues the rest.
    diffuse_models: an S3 URL below which open video models lie. With it a container of its own runs them on GPUs.
    language_model: who plans and judges pictures, of `spotworks models --makes language`; several with commas between;
    "" for the rules.
    align: whether words without times are looked for in the voice-over, by a container of its own.
    fan_out: CPU seconds of encoding beyond which a video is rendered on several machines; 0 for never.
    monthly_cap, daily_cap: US dollars that a tenant may commit in a month and in a day (UTC); call_cap: at what one
    call of a vendor may be estimated; "" for no such cap.
    """

    stage: str = "prod"
    origins: str = "*"
    domain: str = ""
    certificate: str = ""
    alarm_email: str = ""
    delivery_key: str = ""
    log_days: int = 90
    max_vcpus: int = 64
    fan_out: int = 480
    language_model: str = ""
    align: bool = False
    diffuse_models: str = ""
    monthly_cap: str = "100"
    daily_cap: str = ""
    call_cap: str = ""

    def __post_init__(self) -> None:
        _require(re.fullmatch(r"[a-z][a-z0-9]{1,11}", self.stage), "STAGE", "is 2 to 12 small letters and digits")
        _require(bool(self.domain) == bool(self.certificate), "DOMAIN", "needs SPOTWORKS_CERTIFICATE, and the reverse")
        _require(self.log_days in LOG_DAYS, "LOG_DAYS", f"is one of {', '.join(map(str, LOG_DAYS))}")
        _require(4 <= self.max_vcpus <= 4096, "MAX_VCPUS", "is between 4 (one render) and 4096")
        for name in ("monthly_cap", "daily_cap", "call_cap"):
            amount = getattr(self, name)
            held = not amount or re.fullmatch(r"\d{1,7}(\.\d{1,6})?", amount)
            _require(held, name.upper(), "is US dollars, as 12.50")
        _require(
            re.fullmatch(r"(\w+(,\w+)*)?", self.language_model),
            "LANGUAGE_MODEL", "is the name of a language model, or several with commas between",
        )  # fmt: skip
        _require(
            not self.diffuse_models or S3_PLACE.fullmatch(self.diffuse_models),
            "DIFFUSE_MODELS", "is s3://BUCKET or s3://BUCKET/PREFIX, without a slash at its end",
        )  # fmt: skip
        _require(
            not self.delivery_key or self.delivery_key.startswith("-----BEGIN PUBLIC KEY-----"),
            "DELIVERY_KEY", "is a PEM that begins with -----BEGIN PUBLIC KEY-----",
        )  # fmt: skip

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Raises SettingError. An empty variable counts as not set."""
        given: dict[str, str | int | bool] = {}
        for setting in fields(cls):
            text = environment.get(f"SPOTWORKS_{setting.name.upper()}", "").strip()
            if not text:
                continue
            if setting.type is int:
                _require(text.isdecimal(), setting.name.upper(), "is a whole number")
                given[setting.name] = int(text)
            elif setting.type is bool:
                _require(text in {"0", "1"}, setting.name.upper(), "is 0 or 1")
                given[setting.name] = text == "1"
            else:
                given[setting.name] = text
        return cls(**given)  # type: ignore[arg-type]

    @property
    def prefix(self) -> str:
        """Begins the name of everything that has one, so that stages can share an account."""
        return "spotworks" if self.keeps_data else f"spotworks-{self.stage}"

    @property
    def keeps_data(self) -> bool:
        return self.stage == "prod"

    @property
    def allowed_origins(self) -> list[str]:
        return [origin.strip() for origin in self.origins.split(",") if origin.strip()]


def _require(held: object, name: str, rule: str) -> None:
    if not held:
        raise SettingError(f"SPOTWORKS_{name} {rule}.")
