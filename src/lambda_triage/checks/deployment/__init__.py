"""What deployment tools say when they refuse or fail: SAM, CDK, Serverless, Terraform, AWS CLI."""
