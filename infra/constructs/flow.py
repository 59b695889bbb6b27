"""State machines from their ASL files, which go into the template as they are written."""

from collections.abc import Mapping

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.catalogue import Machine
from infra.constructs.access import NO_RESOURCES, Allowed, acknowledge, role
from infra.constructs.logs import log_group
from infra.settings import Settings


class Flow(Construct):
    """functions: by name. The machine may call those that its ASL mentions, and no others."""

    def __init__(
        self, scope: Construct, id: str, *, machine: Machine, name: str, functions: Mapping[str, lambda_.IFunction],
        settings: Settings,
    ) -> None:  # fmt: skip
        super().__init__(scope, id)
        called = {call: functions[call].function_arn for call in machine.calls}
        calling = Allowed(("lambda:InvokeFunction",), tuple(called.values()))
        calls = role(self, "Role", "states", [calling])
        acknowledge(calls, "AwsSolutions-IAM5[Resource::*]", NO_RESOURCES)
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            state_machine_name=name,
            definition_body=sfn.DefinitionBody.from_string(machine.asl.read_text()),
            definition_substitutions=called,
            role=calls,
            tracing_enabled=True,
            logs=sfn.LogOptions(
                # "/aws/vendedlogs/": other names make the account's log resource policy outgrow its limit.
                destination=log_group(self, "Logs", f"/aws/vendedlogs/states/{name}", settings),
                level=sfn.LogLevel.ALL,
                # Task tokens and briefs are in the data; the execution's own history has them for who may read it.
                include_execution_data=False,
            ),
        )
