"""The catalogue's queues. They come first: the functions that send to them need their addresses."""

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.catalogue import Queue, function
from infra.settings import Settings


class Queues(Construct):
    """made: by name. `dead` holds the messages that were given up."""

    def __init__(self, scope: Construct, id: str, *, queues: Sequence[Queue], settings: Settings) -> None:
        super().__init__(scope, id)
        self.made: dict[str, sqs.Queue] = {}
        self.dead: dict[str, sqs.Queue] = {}
        for queue in queues:
            name = f"{settings.prefix}-{queue.name}"
            safe = {"encryption": sqs.QueueEncryption.SQS_MANAGED, "enforce_ssl": True}
            dead = self.dead[queue.name] = sqs.Queue(
                self, f"{queue.name.title()}Dead", queue_name=f"{name}-dead",
                retention_period=Duration.days(14), **safe,
            )  # fmt: skip
            # Six times the function's time-out, as AWS advises, so that no message is seen twice while one works on it.
            visible = Duration.seconds(6 * function(queue.calls).timeout)
            self.made[queue.name] = sqs.Queue(
                self, queue.name.title(), queue_name=name, visibility_timeout=visible,
                dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=queue.tries, queue=dead), **safe,
            )  # fmt: skip
