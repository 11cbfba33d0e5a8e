"""Exported logs and answers of the AWS CLI, in every container → blocks of log events, documents."""
