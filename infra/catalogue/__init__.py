"""Everything that runs, once: CDK reads it to deploy, `local/` reads it to run.

Data only, no CDK. `{name}` in an environment value is a resource of this package; CDK puts in its
token, the embedded cloud its local name or ARN. A function's folder is `functions/<snake name>`.
"""

from infra.catalogue.containers import CONTAINERS, Container
from infra.catalogue.data import BUCKETS, TABLE, Bucket, Index, Table
from infra.catalogue.events import QUEUES, RULES, SCHEDULES, Queue, Rule, Schedule
from infra.catalogue.functions import ENVIRONMENT, FUNCTIONS, Function, Grant, function
from infra.catalogue.http import API_FUNCTION, ROUTES, SOCKET_FUNCTION, SOCKET_ROUTES, Route
from infra.catalogue.machines import MACHINES, Machine
from infra.catalogue.names import ROOT, snake

__all__ = [
    "API_FUNCTION", "BUCKETS", "Bucket", "CONTAINERS", "Container", "ENVIRONMENT", "FUNCTIONS", "Function", "Grant",
    "Index", "MACHINES", "Machine", "QUEUES", "Queue", "ROOT", "ROUTES", "RULES", "Route", "Rule", "SCHEDULES",
    "SOCKET_FUNCTION", "SOCKET_ROUTES", "Schedule", "TABLE", "Table", "function", "snake",
]  # fmt: skip
