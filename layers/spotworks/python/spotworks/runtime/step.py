"""A Lambda that is a state of a machine, or the target of an event."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from spotworks.errors import InvalidRequest, marked
from spotworks.runtime.log import logger
from spotworks.runtime.unforeseen import named
from spotworks.wiring.lifetime import living

Request = TypeVar("Request", bound=BaseModel)
Handler = Callable[[dict[str, Any], Any], Any]


def step(model: type[Request]) -> Callable[[Callable[[Request], BaseModel | None]], Handler]:
    """Parses the event into `model`, runs, dumps the result to JSON types.

    A failure keeps its class, whose bare name the state machine retries or catches by, and gets its
    stage in front, and the field at fault: "[StartImage model] ...".
    """

    def decorate(run: Callable[[Request], BaseModel | None]) -> Handler:
        @wraps(run)
        def handler(event: dict[str, Any], context: Any) -> Any:
            stage = stage_name(context)
            about = {name: event[name] for name in ("request_id", "tenant", "video_id", "scene") if name in event}
            logger.structure_logs(append=False, stage=stage, **about)
            try:
                request = model.model_validate(event)
            except ValidationError as error:
                raise InvalidRequest(f"[{stage}] {error}") from error
            with living(seconds_left(context)), timed(stage):
                result = run(request)
            return None if result is None else result.model_dump(mode="json")

        return handler

    return decorate


def event_handler(run: Callable[[dict[str, Any]], BaseModel | None]) -> Handler:
    """A Lambda that is told of something; its result is logged."""

    @wraps(run)
    def handler(event: dict[str, Any], context: Any) -> Any:
        stage = stage_name(context)
        logger.structure_logs(append=False, stage=stage, request_id=request_id(context))
        with living(seconds_left(context)), timed(stage):
            result = run(event)
        return None if result is None else result.model_dump(mode="json")

    return handler


class timed:
    """One line when a stage ends, with its milliseconds; a failure with its name and stage."""

    def __init__(self, stage: str) -> None:
        self._stage = stage

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        spent = {"duration_ms": round((time.perf_counter() - self._began) * 1000, 1)}
        if error is None:
            logger.info("done", extra=spent)
            return
        logger.error("failed", extra=spent | {"error": type(error).__name__, "reason": str(error)[:2000]})
        ours = named(error)
        if (told := marked(ours, self._stage)) is not error:
            raise told from error


def stage_name(context: Any) -> str:
    """The catalogue's name: Lambda's own may carry a prefix of the stack ("spotworks-dev-StartImage")."""
    return str(getattr(context, "function_name", "") or "Unknown").rsplit("-", 1)[-1]


def request_id(context: Any) -> str:
    return str(getattr(context, "aws_request_id", ""))


def seconds_left(context: Any) -> float | None:
    """That Lambda lets us live; None where nothing ends us."""
    told = getattr(context, "get_remaining_time_in_millis", None)
    return None if told is None else told() / 1000
