"""S3, DynamoDB, Step Functions, Batch and SNS behind our ports. Nobody else imports boto3."""
