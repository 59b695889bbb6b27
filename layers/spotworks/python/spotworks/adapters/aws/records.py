"""How the models have done in this deployment, in the table: counters that are added to, so that nobody waits.

RECORD  RECORDS  {model}  asked, accepted, spent, seconds
"""

from collections.abc import Mapping
from decimal import Decimal

from spotworks.adapters.aws.table import Table
from spotworks.domain.routing import Record

_PARTITION = "RECORDS"


class TableRecords:
    def __init__(self, table: Table) -> None:
        self._table = table

    def note(self, model: str, *, accepted: bool, spent: Decimal, seconds: float) -> None:
        took = Decimal(f"{seconds:.3f}") if accepted else Decimal(0)
        self._table.update(
            _PARTITION,
            model,
            "ADD asked :one, accepted :accepted, spent :spent, seconds :seconds",
            values={":one": 1, ":accepted": int(accepted), ":spent": spent, ":seconds": took},
        )

    def all(self) -> Mapping[str, Record]:
        return {
            item["sk"]: Record(
                asked=int(item["asked"]),
                accepted=int(item["accepted"]),
                spent=item["spent"],
                seconds=float(item["seconds"]),
            )
            for item in self._table.query(_PARTITION)
        }
