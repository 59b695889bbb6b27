"""What must outlive a bad deployment of the rest: buckets, table, users, keys."""

from aws_cdk import CfnOutput, Duration, RemovalPolicy, SecretValue, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.catalogue import BUCKETS, TABLE, Bucket
from infra.constructs.access import acknowledge
from infra.constructs.delivery import Delivery
from infra.settings import Settings


class DataStack(Stack):
    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id, description="Spotworks: buckets, table, users, keys")
        self.settings = settings
        self.removal = RemovalPolicy.RETAIN if settings.keeps_data else RemovalPolicy.DESTROY
        self.logs = self._logs_bucket()
        self.buckets = {bucket.name: self._bucket(bucket) for bucket in BUCKETS}
        # Exported under names of our own: a policy is then the same text whatever CDK calls the bucket.
        self.bucket_arns = {
            name: str(self.export_value(bucket.bucket_arn, name=f"{settings.prefix}-{name}-arn"))
            for name, bucket in self.buckets.items()
        }
        self.table = self._table()
        self.keys = self._keys()
        self.users = self._users()
        self.client = self._client()
        for name, value in {
            "UserPoolId": self.users.user_pool_id,
            "ClientId": self.client.user_pool_client_id,
            "SecretName": self.keys.secret_name,
            **{f"{name.title()}Bucket": bucket.bucket_name for name, bucket in self.buckets.items()},
        }.items():
            CfnOutput(self, name, value=value)
        if settings.delivery_key:
            Delivery(self, "Delivery", bucket=self.buckets["published"], logs=self.logs, key=settings.delivery_key)

    def _logs_bucket(self) -> s3.Bucket:
        """Access logs of the buckets, and of CloudFront, which can only write them with an ACL."""
        ownership = s3.ObjectOwnership
        bucket = s3.Bucket(
            self,
            "Logs",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            object_ownership=ownership.BUCKET_OWNER_PREFERRED
            if self.settings.delivery_key
            else ownership.BUCKET_OWNER_ENFORCED,
            lifecycle_rules=[s3.LifecycleRule(expiration=Duration.days(self.settings.log_days))],
            removal_policy=self.removal,
        )
        acknowledge(bucket, "AwsSolutions-S1", "It holds the access logs; logging its own access would never end.")
        return bucket

    def _bucket(self, bucket: Bucket) -> s3.Bucket:
        rules = [s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(1))]
        if bucket.expire_days:
            rules.append(s3.LifecycleRule(expiration=Duration.days(bucket.expire_days)))
        if bucket.versioned:
            rules.append(s3.LifecycleRule(noncurrent_version_expiration=Duration.days(30)))
        methods = [s3.HttpMethods.GET, s3.HttpMethods.HEAD] + ([s3.HttpMethods.POST] if bucket.events else [])
        made = s3.Bucket(
            self,
            bucket.name.title(),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=bucket.versioned,
            lifecycle_rules=rules,
            # Browsers play and upload by presigned URL, straight to the bucket.
            cors=[
                s3.CorsRule(
                    allowed_methods=methods,
                    allowed_origins=self.settings.allowed_origins,
                    allowed_headers=["*"],
                    exposed_headers=["ETag", "Content-Range", "Accept-Ranges"],
                    max_age=3600,
                )
            ],
            server_access_logs_bucket=self.logs,
            server_access_logs_prefix=f"s3/{bucket.name}/",
            removal_policy=self.removal,
        )
        if bucket.events:
            # What CDK's own switch does with a Lambda of its own, CloudFormation has a property for.
            made.node.default_child.add_property_override(
                "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", True
            )
        return made

    def _table(self) -> dynamodb.Table:
        text = dynamodb.AttributeType.STRING
        table = dynamodb.Table(
            self,
            "Table",
            partition_key=dynamodb.Attribute(name="pk", type=text),
            sort_key=dynamodb.Attribute(name="sk", type=text),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            time_to_live_attribute="expires",
            deletion_protection=self.settings.keeps_data,
            removal_policy=self.removal,
        )
        for index in TABLE.indexes:
            table.add_global_secondary_index(
                index_name=index.name,
                partition_key=dynamodb.Attribute(name=index.partition, type=text),
                sort_key=dynamodb.Attribute(name=index.sort, type=text),
            )
        return table

    def _keys(self) -> secretsmanager.Secret:
        secret = secretsmanager.Secret(
            self,
            "Keys",
            secret_name=f"{self.settings.prefix}/providers",
            description='Keys of the vendors: {"<vendor>": "<key>"}',
            # Nothing secret: the keys are put in by hand, and CloudFormation leaves them until this line changes.
            secret_string_value=SecretValue.unsafe_plain_text("{}"),
            removal_policy=self.removal,
        )
        acknowledge(
            secret, "AwsSolutions-SMG4", "The vendors' keys are issued in their consoles, so AWS cannot rotate them."
        )
        return secret

    def _users(self) -> cognito.UserPool:
        """People, each with the tenant that an administrator gave them."""
        pool = cognito.UserPool(
            self,
            "Users",
            user_pool_name=self.settings.prefix,
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            custom_attributes={"tenant": cognito.StringAttribute(min_len=1, max_len=64, mutable=False)},
            password_policy=cognito.PasswordPolicy(
                min_length=12, require_digits=True, require_lowercase=True, require_uppercase=True, require_symbols=True
            ),
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            deletion_protection=self.settings.keeps_data,
            removal_policy=self.removal,
        )
        acknowledge(pool, "AwsSolutions-COG2", "A tenant's people choose a second factor themselves; TOTP is offered.")
        acknowledge(
            pool, "AwsSolutions-COG8", "The Plus tier is paid for each user; it is a setting of the pool, not of code."
        )
        return pool

    def _client(self) -> cognito.UserPoolClient:
        """The dashboard. It may read the tenant and not write it: nobody chooses their own."""
        return self.users.add_client(
            "Dashboard",
            auth_flows=cognito.AuthFlow(user_srp=True, admin_user_password=True),
            read_attributes=cognito.ClientAttributes()
            .with_standard_attributes(email=True, email_verified=True)
            .with_custom_attributes("tenant"),
            write_attributes=cognito.ClientAttributes().with_standard_attributes(email=True),
            id_token_validity=Duration.hours(1),
            access_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(30),
            enable_token_revocation=True,
            prevent_user_existence_errors=True,
        )
