"""Published videos over CloudFront, to signed URLs only: other people's are nobody's to guess."""

from aws_cdk import CfnOutput
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.access import acknowledge

ACKNOWLEDGED = {
    "CFR1": "Whoever holds a signed URL may watch, wherever they are.",
    "CFR2": "Static files behind signed URLs leave a firewall nothing to inspect.",
    "CFR4": "CloudFront's own certificate fixes the TLS policy; plain HTTP is refused.",
}


class Delivery(Construct):
    """key: the public half (PEM) of the key pair that signs the URLs."""

    def __init__(self, scope: Construct, id: str, *, bucket: s3.Bucket, logs: s3.Bucket, key: str) -> None:
        super().__init__(scope, id)
        public_key = cloudfront.PublicKey(self, "Key", encoded_key=key)
        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment="Spotworks: published videos",
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(bucket),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
                allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
                cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
                response_headers_policy=cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_AND_SECURITY_HEADERS,
                trusted_key_groups=[cloudfront.KeyGroup(self, "Signers", items=[public_key])],
            ),
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            enable_logging=True,
            log_bucket=logs,
            log_file_prefix="cloudfront/",
        )
        CfnOutput(self, "Domain", value=distribution.distribution_domain_name)
        CfnOutput(self, "KeyPairId", value=public_key.public_key_id)
        for rule, reason in ACKNOWLEDGED.items():
            acknowledge(distribution, f"AwsSolutions-{rule}", reason)
