"""SQS queues that call functions: messages one by one, again when the function fails, set aside after some tries."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from moto.sqs.models import sqs_backends

from local.arns import ACCOUNT, REGION, arn
from local.lambdas import Lambdas

LOOK_SECONDS = 0.05
AGAIN_SECONDS = 2.0  # until a message that failed comes again; on AWS when the function's time is up


class Queues:
    """at_once: messages in work."""

    def __init__(self, lambdas: Lambdas, at_once: int = 8) -> None:
        self._lambdas = lambdas
        self._work = ThreadPoolExecutor(at_once, thread_name_prefix="queues")
        self._room = threading.Semaphore(at_once)
        self._stop = threading.Event()

    def serve(self, name: str, function: str, visibility: int) -> None:
        """Begins to bring a queue's messages to a function. visibility: seconds that one may be in work."""
        about = (name, function, visibility)
        threading.Thread(target=self._run, args=about, name=f"queue {name}", daemon=True).start()

    def close(self) -> None:
        self._stop.set()
        self._work.shutdown(wait=False, cancel_futures=True)

    def _run(self, name: str, function: str, visibility: int) -> None:
        backend = sqs_backends[ACCOUNT][REGION]
        while not self._stop.wait(LOOK_SECONDS):
            while not self._stop.is_set() and self._waiting(name) and self._room.acquire(timeout=1):
                found = backend.receive_message(name, 1, 0, visibility)
                if not found:
                    self._room.release()
                    break
                self._work.submit(self._bring, name, function, found[0])

    def _waiting(self, name: str) -> bool:
        """Whether a look is worth its copy of the queue."""
        held = sqs_backends[ACCOUNT][REGION].get_queue(name)._messages
        return any(message.visible and not message.delayed for message in tuple(held))

    def _bring(self, name: str, function: str, message: Any) -> None:
        backend = sqs_backends[ACCOUNT][REGION]
        try:
            record = {
                "messageId": message.id, "receiptHandle": message.receipt_handle, "body": message.body,
                "attributes": {"ApproximateReceiveCount": str(message.approximate_receive_count)},
                "messageAttributes": {}, "md5OfBody": message.body_md5, "eventSource": "aws:sqs",
                "eventSourceARN": arn("sqs", name), "awsRegion": REGION,
            }  # fmt: skip
            result = self._lambdas.invoke(function, json.dumps({"Records": [record]}).encode())
            if not result.failed:
                backend.delete_message(name, message.receipt_handle)
                return
            print(f"local: {function} failed on a message: {result.body.decode(errors='replace')[:500]}", flush=True)
            for held in backend.get_queue(name)._messages:
                if held.id == message.id:
                    held.visible_at = (time.time() + AGAIN_SECONDS) * 1000
        finally:
            self._room.release()
