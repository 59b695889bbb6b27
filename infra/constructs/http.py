"""The HTTP API: the catalogue's routes in front of one function."""

from collections.abc import Sequence

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.catalogue import Route
from infra.constructs.access import acknowledge
from infra.constructs.logs import AccessLog, log_group
from infra.settings import Settings

_OPEN = (
    "The dashboard's pages and the API's description hold no data.",
    "A vendor's webhook comes by an unguessable path, signed where it signs, and only makes us ask the vendor.",
)
THROTTLE = apigateway.ThrottleSettings(rate_limit=50, burst_limit=100)


class HttpFront(Construct):
    """The API first, its routes by `serve`: functions tell vendors its address. url: without a slash at its end."""

    def __init__(self, scope: Construct, id: str, *, routes: Sequence[Route], settings: Settings) -> None:
        super().__init__(scope, id)
        self.api = apigateway.HttpApi(
            self,
            "Api",
            api_name=settings.prefix,
            create_default_stage=False,
            disable_execute_api_endpoint=bool(settings.domain),
            cors_preflight=apigateway.CorsPreflightOptions(
                allow_origins=settings.allowed_origins,
                allow_methods=[apigateway.CorsHttpMethod[m] for m in sorted({route.method for route in routes})],
                allow_headers=["authorization", "content-type", "idempotency-key"],
                max_age=Duration.hours(1),
            ),
        )
        self.url = f"https://{settings.domain}" if settings.domain else self.api.api_endpoint
        stage = self._stage(settings)
        CfnOutput(self, "Url", value=f"https://{settings.domain}" if settings.domain else stage.url)

    def serve(
        self, routes: Sequence[Route], function: lambda_.IFunction, users: cognito.IUserPool,
        client: cognito.IUserPoolClient,
    ) -> None:  # fmt: skip
        """Routes that are not public need an ID token of the user pool; its `custom:tenant` is whose they act for."""
        authorizer = authorizers.HttpUserPoolAuthorizer("Users", users, user_pool_clients=[client])
        # One permission for the whole API: one a route would fill the function's 20 KB policy.
        integration = integrations.HttpLambdaIntegration("Serve", function, scope_permission_to_route=False)
        for route in routes:
            made = apigateway.HttpRoute(
                self,
                f"{route.method} {route.path}",
                http_api=self.api,
                route_key=apigateway.HttpRouteKey.with_(route.path, apigateway.HttpMethod[route.method]),
                integration=integration,
                authorizer=apigateway.HttpNoneAuthorizer() if route.public else authorizer,
            )
            if route.public:
                acknowledge(made, "AwsSolutions-APIG4", _OPEN["hook" in route.path])

    def _stage(self, settings: Settings) -> apigateway.HttpStage:
        logs = log_group(self, "Logs", f"/aws/vendedlogs/apis/{settings.prefix}-http", settings)
        return apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.api,
            stage_name="$default",
            auto_deploy=True,
            throttle=THROTTLE,
            detailed_metrics_enabled=True,
            access_log_settings=AccessLog(logs),
            domain_mapping=self._domain(settings),
        )

    def _domain(self, settings: Settings) -> apigateway.DomainMappingOptions | None:
        if not settings.domain:
            return None
        domain = apigateway.DomainName(
            self,
            "Domain",
            domain_name=settings.domain,
            certificate=acm.Certificate.from_certificate_arn(self, "Certificate", settings.certificate),
        )
        CfnOutput(self, "DomainTarget", value=domain.regional_domain_name)
        return apigateway.DomainMappingOptions(domain_name=domain)
