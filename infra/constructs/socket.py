"""The WebSocket API, over which progress is pushed."""

from collections.abc import Sequence

from aws_cdk import Aws, CfnOutput
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.access import acknowledge
from infra.constructs.logs import AccessLog, log_group
from infra.settings import Settings

STAGE = "live"


class SocketFront(Construct):
    """The API first, its routes by `serve`: the functions behind them need its address."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        self.api = apigateway.WebSocketApi(self, "Api", api_name=f"{settings.prefix}-live")
        host = f"{self.api.api_id}.execute-api.{Aws.REGION}.{Aws.URL_SUFFIX}"
        self.url = f"wss://{host}/{STAGE}"
        self.endpoint = f"https://{host}/{STAGE}"
        execute = f"arn:{Aws.PARTITION}:execute-api:{Aws.REGION}:{Aws.ACCOUNT_ID}"
        self.connections = f"{execute}:{self.api.api_id}/{STAGE}/*/@connections/*"
        apigateway.WebSocketStage(
            self,
            "Stage",
            web_socket_api=self.api,
            stage_name=STAGE,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=100, burst_limit=200),
            detailed_metrics_enabled=True,
            access_log_settings=AccessLog(
                log_group(self, "Logs", f"/aws/vendedlogs/apis/{settings.prefix}-socket", settings)
            ),
        )
        CfnOutput(self, "Url", value=self.url)

    def serve(self, routes: Sequence[str], function: lambda_.IFunction) -> None:
        integration = integrations.WebSocketLambdaIntegration("Serve", function)
        for key in routes:
            # Only a message has somebody who waits for the answer's body.
            route = self.api.add_route(key, integration=integration, return_response=key == "$default")
            acknowledge(
                route, "AwsSolutions-APIG4",
                "Browsers send no header here: $connect takes a single-use ticket of POST /api/tickets.",
            )  # fmt: skip
