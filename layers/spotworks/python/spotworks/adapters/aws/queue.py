"""The queue that wakes TendOrder: SQS, with a delay a message."""

from spotworks.adapters.aws.clients import client, named_errors
from spotworks.domain.orders import Order

_LONGEST = 900  # seconds, SQS's limit


class SqsOrderQueue:
    """ports.OrderQueue. A fair queue: while one tenant has much in it, what others have comes first
    (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html).
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._sqs = client("sqs")

    def look(self, order: Order, *, after: float = 0.0, due: str = "") -> None:
        ref = order.ref.model_copy(update={"due": due})
        with named_errors("the queue of orders"):
            self._sqs.send_message(
                QueueUrl=self._url, MessageBody=ref.model_dump_json(), MessageGroupId=order.tenant,
                DelaySeconds=min(_LONGEST, round(after)),
            )  # fmt: skip
