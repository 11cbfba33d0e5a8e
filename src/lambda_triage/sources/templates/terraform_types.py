"""Terraform's resource types and arguments in CloudFormation's words, and what names a resource.

Source: the AWS provider's documentation of each resource, 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json

# Terraform type → CloudFormation type, and the arguments whose names differ beyond their case.
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    "aws_lambda_function": ("AWS::Lambda::Function", {
        "environment.variables": "Environment.Variables", "vpc_config.subnet_ids":
        "VpcConfig.SubnetIds", "vpc_config.security_group_ids": "VpcConfig.SecurityGroupIds",
        "tracing_config.mode": "TracingConfig.Mode", "dead_letter_config.target_arn":
        "DeadLetterConfig.TargetArn", "ephemeral_storage.size": "EphemeralStorage.Size",
        "snap_start.apply_on": "SnapStart.ApplyOn", "logging_config.log_format":
        "LoggingConfig.LogFormat", "logging_config.log_group": "LoggingConfig.LogGroup",
        "logging_config.application_log_level": "LoggingConfig.ApplicationLogLevel",
        "file_system_config": "FileSystemConfigs",
    }),
    "aws_lambda_layer_version": ("AWS::Lambda::LayerVersion", {
        "layer_name": "LayerName", "filename": "ContentUri"}),
    "aws_appautoscaling_target": ("AWS::ApplicationAutoScaling::ScalableTarget", {}),
    "aws_lambda_provisioned_concurrency_config": (
        "AWS::Lambda::ProvisionedConcurrencyConfig", {}),
    "aws_lambda_function_recursion_config": ("AWS::Lambda::RecursionConfig", {}),
    "aws_lambda_event_source_mapping": ("AWS::Lambda::EventSourceMapping", {
        "scaling_config.maximum_concurrency": "ScalingConfig.MaximumConcurrency",
        "destination_config.on_failure.destination_arn": "DestinationConfig.OnFailure.Destination",
    }),
    "aws_lambda_function_event_invoke_config": ("AWS::Lambda::EventInvokeConfig", {
        "destination_config.on_failure.destination": "DestinationConfig.OnFailure.Destination",
        "destination_config.on_success.destination": "DestinationConfig.OnSuccess.Destination",
    }),
    "aws_lambda_permission": ("AWS::Lambda::Permission", {}),
    "aws_lambda_alias": ("AWS::Lambda::Alias", {
        "routing_config.additional_version_weights": "RoutingConfig.AdditionalVersionWeights"}),
    "aws_lambda_function_url": ("AWS::Lambda::Url", {
        "authorization_type": "AuthType", "function_name": "TargetFunctionArn",
        "cors.allow_origins": "Cors.AllowOrigins", "cors.allow_methods": "Cors.AllowMethods",
        "cors.allow_headers": "Cors.AllowHeaders",
    }),
    "aws_sqs_queue": ("AWS::SQS::Queue", {
        "name": "QueueName", "visibility_timeout_seconds": "VisibilityTimeout",
        "message_retention_seconds": "MessageRetentionPeriod", "fifo_queue": "FifoQueue",
        "receive_wait_time_seconds": "ReceiveMessageWaitTimeSeconds",
        "redrive_policy.deadLetterTargetArn": "RedrivePolicy.deadLetterTargetArn",
        "redrive_policy.maxReceiveCount": "RedrivePolicy.maxReceiveCount",
    }),
    "aws_sqs_queue_policy": ("AWS::SQS::QueuePolicy", {
        "queue_url": "Queues", "policy": "PolicyDocument"}),
    "aws_sqs_queue_redrive_policy": ("AWS::SQS::RedrivePolicy", {}),
    "aws_s3_bucket_notification": ("AWS::S3::BucketNotification", {}),
    "aws_s3_bucket_policy": ("AWS::S3::BucketPolicy", {"policy": "PolicyDocument"}),
    "aws_sns_topic": ("AWS::SNS::Topic", {"name": "TopicName"}),
    "aws_sns_topic_policy": ("AWS::SNS::TopicPolicy", {"arn": "Topics",
                                                       "policy": "PolicyDocument"}),
    "aws_sns_topic_subscription": ("AWS::SNS::Subscription", {}),
    "aws_kinesis_stream": ("AWS::Kinesis::Stream", {
        "retention_period": "RetentionPeriodHours",
        "stream_mode_details.stream_mode": "StreamModeDetails.StreamMode"}),
    "aws_dynamodb_table": ("AWS::DynamoDB::Table", {
        "name": "TableName", "stream_enabled": "StreamSpecification.StreamEnabled",
        "stream_view_type": "StreamSpecification.StreamViewType",
        "read_capacity": "ProvisionedThroughput.ReadCapacityUnits",
        "write_capacity": "ProvisionedThroughput.WriteCapacityUnits",
        "stream_arn": "LatestStreamArn"}),
    "aws_cloudwatch_event_rule": ("AWS::Events::Rule", {}),
    "aws_cloudwatch_event_target": ("AWS::Events::Target", {
        "target_id": "Id", "dead_letter_config.arn": "DeadLetterConfig.Arn",
        "retry_policy.maximum_retry_attempts": "RetryPolicy.MaximumRetryAttempts",
        "retry_policy.maximum_event_age_in_seconds": "RetryPolicy.MaximumEventAgeInSeconds"}),
    "aws_scheduler_schedule": ("AWS::Scheduler::Schedule", {
        "target.arn": "Target.Arn", "target.role_arn": "Target.RoleArn",
        "target.dead_letter_config.arn": "Target.DeadLetterConfig.Arn",
        "flexible_time_window.mode": "FlexibleTimeWindow.Mode"}),
    "aws_pipes_pipe": ("AWS::Pipes::Pipe", {}),
    "aws_iam_role": ("AWS::IAM::Role", {
        "name": "RoleName", "assume_role_policy": "AssumeRolePolicyDocument"}),
    "aws_iam_policy": ("AWS::IAM::OwnManagedPolicy", {
        "policy": "PolicyDocument", "name": "PolicyName"}),
    "aws_iam_role_policy_attachment": ("AWS::IAM::RolePolicyAttachment", {}),
    "aws_iam_policy_attachment": ("AWS::IAM::RolePolicyAttachment", {}),  # of many roles: open
    "aws_iam_role_policy": ("AWS::IAM::RolePolicy", {
        "role": "Roles", "policy": "PolicyDocument", "name": "PolicyName"}),
    "aws_subnet": ("AWS::EC2::Subnet", {}),
    "aws_vpc": ("AWS::EC2::VPC", {}),
    "aws_route_table": ("AWS::EC2::RouteTable", {}),
    "aws_route": ("AWS::EC2::Route", {}),
    "aws_route_table_association": ("AWS::EC2::SubnetRouteTableAssociation", {}),
    "aws_security_group": ("AWS::EC2::SecurityGroup", {
        "ingress": "SecurityGroupIngress", "egress": "SecurityGroupEgress"}),
    "aws_default_security_group": ("AWS::EC2::SecurityGroup", {
        "ingress": "SecurityGroupIngress", "egress": "SecurityGroupEgress"}),
    "aws_security_group_rule": ("AWS::EC2::SecurityGroupRule", {}),
    "aws_vpc_security_group_ingress_rule": ("AWS::EC2::SecurityGroupIngress", {}),
    "aws_vpc_security_group_egress_rule": ("AWS::EC2::SecurityGroupEgress", {}),
    "aws_vpc_endpoint": ("AWS::EC2::VPCEndpoint", {"policy": "PolicyDocument"}),
    "aws_nat_gateway": ("AWS::EC2::NatGateway", {}),
    "aws_cloudwatch_log_group": ("AWS::Logs::LogGroup", {
        "name": "LogGroupName", "retention_in_days": "RetentionInDays"}),
    "aws_cloudwatch_log_subscription_filter": ("AWS::Logs::SubscriptionFilter", {}),
    "aws_cloudwatch_metric_alarm": ("AWS::CloudWatch::Alarm", {"alarm_name": "AlarmName"}),
    "aws_sfn_state_machine": ("AWS::StepFunctions::StateMachine", {
        "name": "StateMachineName", "definition": "Definition", "type": "StateMachineType"}),
    "aws_apigatewayv2_api": ("AWS::ApiGatewayV2::Api", {}),
    "aws_apigatewayv2_route": ("AWS::ApiGatewayV2::Route", {}),
    "aws_apigatewayv2_integration": ("AWS::ApiGatewayV2::Integration", {
        "timeout_milliseconds": "TimeoutInMillis", "credentials_arn": "Credentials"}),
    "aws_apigatewayv2_authorizer": ("AWS::ApiGatewayV2::Authorizer", {
        "identity_sources": "IdentitySource", "jwt_configuration.issuer": "JwtConfiguration.Issuer",
        "jwt_configuration.audience": "JwtConfiguration.Audience"}),
    "aws_apigatewayv2_stage": ("AWS::ApiGatewayV2::Stage", {
        "name": "StageName", "default_route_settings.throttling_rate_limit":
        "DefaultRouteSettings.ThrottlingRateLimit", "access_log_settings.destination_arn":
        "AccessLogSettings.DestinationArn", "access_log_settings.format":
        "AccessLogSettings.Format"}),
    "aws_apigatewayv2_domain_name": ("AWS::ApiGatewayV2::DomainName", {
        "domain_name_configuration.certificate_arn": "DomainNameConfigurations.CertificateArn"}),
    "aws_apigatewayv2_api_mapping": ("AWS::ApiGatewayV2::ApiMapping", {
        "domain_name": "DomainName", "api_mapping_key": "ApiMappingKey"}),
    "aws_api_gateway_rest_api": ("AWS::ApiGateway::RestApi", {
        "endpoint_configuration.types": "EndpointConfiguration.Types"}),
    "aws_api_gateway_method": ("AWS::ApiGateway::Route", {
        "rest_api_id": "ApiId", "http_method": "RouteKey", "authorization": "AuthorizationType"}),
    "aws_api_gateway_integration": ("AWS::ApiGateway::Integration", {
        "rest_api_id": "ApiId", "timeout_milliseconds": "TimeoutInMillis"}),
    "aws_api_gateway_authorizer": ("AWS::ApiGateway::Authorizer", {}),
    "aws_api_gateway_stage": ("AWS::ApiGateway::Stage", {
        "access_log_settings.destination_arn": "AccessLogSetting.DestinationArn",
        "access_log_settings.format": "AccessLogSetting.Format"}),
    "aws_api_gateway_domain_name": ("AWS::ApiGateway::DomainName", {}),
    "aws_api_gateway_base_path_mapping": ("AWS::ApiGateway::BasePathMapping", {
        "api_id": "RestApiId", "stage_name": "Stage"}),
    "aws_db_instance": ("AWS::RDS::DBInstance", {"identifier": "DBInstanceIdentifier"}),
}  # fmt: skip
NAMED = ("function_name", "name", "alarm_name", "identifier", "bucket")
NO_OWN_NAME = {  # their name, if they have one, is not what others refer to
    "aws_lambda_event_source_mapping", "aws_lambda_permission", "aws_lambda_alias",
    "aws_lambda_function_event_invoke_config", "aws_lambda_function_url",
    "aws_lambda_provisioned_concurrency_config", "aws_lambda_function_recursion_config",
    "aws_cloudwatch_log_subscription_filter", "aws_iam_role_policy",
}  # fmt: skip
GATEWAY = ("aws_apigatewayv2_", "aws_api_gateway_")  # prefixes of API Gateway's types
BY_ID = (  # prefixes of types that AWS's answers know by their id
    "aws_subnet", "aws_vpc", "aws_route_table", "aws_security_group", "aws_default_security_group",
    "aws_nat_gateway", *GATEWAY,
)  # fmt: skip


def key_of(type: str, id: str, told: Mapping[str, Json]) -> str:
    """What others call a resource: its ARN or AWS's id where told, its name, else *id*."""
    if type in NO_OWN_NAME:
        return f"?:{id}"
    if type.startswith(BY_ID):
        own = told.get("domain_name" if type.endswith("_domain_name") else "id")
        if isinstance(own, str) and own and "${" not in own:
            return f"?:{own}" if type.startswith(GATEWAY) else own
        return f"?:{id}"
    arn = told.get("arn")
    if isinstance(arn, str) and arn.startswith("arn:"):
        return arn
    for name in NAMED:
        value = told.get(name)
        if isinstance(value, str) and value and "${" not in value:
            return f"?:{value}"
    return f"?:{id}"
