"""The AWS operations whose answers are read, and what each answer holds.

`tools/answers.py` writes `facts/answers.tsv` from this list and botocore's model, so that an answer
is recognised by its shape.
"""

from __future__ import annotations

from msgspec import Struct

from lambda_triage.evidence import documents as kinds


class Operation(Struct, frozen=True):
    """One read operation.

    kind   what each item becomes; None where a reader of its own takes the whole answer
    items  path of the list or object that holds the items; empty for the answer itself
    key    path in an item of what names the resource; empty where only the file's name tells it
    whole  what an answer that was not narrowed always has; without it, missing means unknown
    """

    name: str
    kind: type[kinds.Document] | None = None
    items: str = ""
    key: str = ""
    whole: str = ""


OPERATIONS = (
    Operation("lambda.GetFunction"),
    Operation("lambda.GetFunctionConfiguration"),
    Operation("lambda.ListFunctions"),
    Operation("lambda.ListVersionsByFunction"),
    Operation("cloudwatch.GetMetricData"),
    Operation("cloudwatch.GetMetricStatistics"),
    Operation("xray.BatchGetTraces"),
    Operation("cloudformation.DescribeStackEvents"),
    Operation("cloudtrail.LookupEvents"),
    Operation("lambda.GetAccountSettings", kinds.Limits),
    Operation("lambda.GetFunctionConcurrency", kinds.Concurrency),
    Operation("lambda.GetFunctionEventInvokeConfig", kinds.InvokeConfig, key="FunctionArn"),
    Operation(
        "lambda.ListFunctionEventInvokeConfigs",
        kinds.InvokeConfig,
        "FunctionEventInvokeConfigs[]",
        "FunctionArn",
    ),
    Operation("lambda.GetAlias", kinds.Alias, key="AliasArn"),
    Operation("lambda.ListAliases", kinds.Alias, "Aliases[]", "AliasArn"),
    Operation("lambda.GetProvisionedConcurrencyConfig", kinds.Provisioned),
    Operation(
        "lambda.ListProvisionedConcurrencyConfigs",
        kinds.Provisioned,
        "ProvisionedConcurrencyConfigs[]",
        "FunctionArn",
    ),
    Operation("lambda.GetFunctionUrlConfig", kinds.Url, key="FunctionArn"),
    Operation("lambda.ListFunctionUrlConfigs", kinds.Url, "FunctionUrlConfigs[]", "FunctionArn"),
    Operation("lambda.GetEventSourceMapping", kinds.Mapping, key="EventSourceMappingArn|UUID"),
    Operation(
        "lambda.ListEventSourceMappings",
        kinds.Mapping,
        "EventSourceMappings[]",
        "EventSourceMappingArn|UUID",
    ),
    Operation("lambda.GetLayerVersion", kinds.LayerVersion, key="LayerVersionArn"),
    Operation("lambda.ListLayerVersions", kinds.LayerVersion, "LayerVersions[]",
              "LayerVersionArn"),
    Operation("application-autoscaling.DescribeScalableTargets", kinds.ScalingTarget,
              "ScalableTargets[]", "ResourceId"),
    Operation("lambda.GetPolicy", kinds.ResourcePolicy),
    Operation("lambda.GetFunctionRecursionConfig", kinds.Recursion),
    Operation("lambda.GetCapacityProvider", kinds.CapacityProvider,
              key="CapacityProvider.CapacityProviderArn"),
    Operation("lambda.GetDurableExecution", kinds.DurableExecution, key="FunctionArn"),
    Operation("lambda.ListDurableExecutionsByFunction", kinds.DurableExecution,
              "DurableExecutions[]", "FunctionArn"),
    Operation("lambda.GetDurableExecutionHistory", kinds.DurableHistory),
    Operation("sqs.GetQueueAttributes", kinds.Queue, "Attributes", "QueueArn",
              "QueueArn"),
    Operation("sns.GetTopicAttributes", kinds.Topic, "Attributes", "TopicArn"),
    Operation("sns.GetSubscriptionAttributes", kinds.Subscription, "Attributes",
              "SubscriptionArn"),
    Operation("sns.ListSubscriptionsByTopic", kinds.Subscription, "Subscriptions[]",
              "SubscriptionArn"),
    Operation("sns.ListSubscriptions", kinds.Subscription, "Subscriptions[]", "SubscriptionArn"),
    Operation("kinesis.DescribeStreamSummary", kinds.Stream, "StreamDescriptionSummary",
              "StreamARN"),
    Operation("kinesis.DescribeStream", kinds.Stream, "StreamDescription", "StreamARN"),
    Operation("dynamodb.DescribeTable", kinds.Table, "Table", "TableArn|TableName"),
    Operation("s3.GetBucketNotificationConfiguration", kinds.Notification),
    Operation("s3.GetBucketPolicy", kinds.ResourcePolicy),
    Operation("kms.GetKeyPolicy", kinds.ResourcePolicy),
    Operation("ecr.GetRepositoryPolicy", kinds.ResourcePolicy, key="repositoryName"),
    Operation("secretsmanager.GetResourcePolicy", kinds.ResourcePolicy, key="ARN"),
    Operation("events.DescribeRule", kinds.Rule, key="Arn|Name"),
    Operation("events.ListRules", kinds.Rule, "Rules[]", "Arn|Name"),
    Operation("events.ListTargetsByRule", kinds.Target, "Targets[]", "Arn"),
    Operation("events.DescribeArchive", kinds.Archive, key="ArchiveArn|ArchiveName"),
    Operation("events.ListArchives", kinds.Archive, "Archives[]", "ArchiveName"),
    Operation("scheduler.GetSchedule", kinds.Schedule, key="Arn|Name"),
    Operation("pipes.DescribePipe", kinds.Pipe, key="Arn|Name"),
    Operation("apigateway.GetRestApi", kinds.Api, key="id"),
    Operation("apigateway.GetRestApis", kinds.Api, "items[]", "id"),
    Operation("apigateway.GetIntegration", kinds.Integration),
    Operation("apigateway.GetMethod", kinds.Route),
    Operation("apigateway.GetAuthorizers", kinds.Authorizer, "items[]"),
    Operation("apigateway.GetStage", kinds.Stage),
    Operation("apigateway.GetStages", kinds.Stage, "item[]"),
    Operation("apigateway.GetDeployments", kinds.Deployments),
    Operation("apigateway.GetDomainName", kinds.Domain, key="domainName"),
    Operation("apigateway.GetDomainNames", kinds.Domain, "items[]", "domainName"),
    Operation("apigateway.GetBasePathMapping", kinds.PathMapping),
    Operation("apigateway.GetBasePathMappings", kinds.PathMapping, "items[]"),
    Operation("apigatewayv2.GetApi", kinds.Api, key="ApiId"),
    Operation("apigatewayv2.GetApis", kinds.Api, "Items[]", "ApiId"),
    Operation("apigatewayv2.GetIntegration", kinds.Integration),
    Operation("apigatewayv2.GetIntegrations", kinds.Integration, "Items[]"),
    Operation("apigatewayv2.GetRoutes", kinds.Route, "Items[]"),
    Operation("apigatewayv2.GetAuthorizers", kinds.Authorizer, "Items[]"),
    Operation("apigatewayv2.GetStage", kinds.Stage),
    Operation("apigatewayv2.GetStages", kinds.Stage, "Items[]"),
    Operation("apigatewayv2.GetDeployments", kinds.Deployments),
    Operation("apigatewayv2.GetDomainName", kinds.Domain, key="DomainName"),
    Operation("apigatewayv2.GetDomainNames", kinds.Domain, "Items[]", "DomainName"),
    Operation("apigatewayv2.GetApiMapping", kinds.PathMapping),
    Operation("apigatewayv2.GetApiMappings", kinds.PathMapping, "Items[]"),
    Operation("elbv2.DescribeTargetGroups", kinds.TargetGroup, "TargetGroups[]",
              "TargetGroupArn"),
    Operation("stepfunctions.DescribeStateMachine", kinds.StateMachine, key="stateMachineArn"),
    Operation("stepfunctions.DescribeExecution", kinds.Execution, key="executionArn"),
    Operation("stepfunctions.ListExecutions", kinds.Execution, "executions[]", "executionArn"),
    Operation("stepfunctions.GetExecutionHistory", kinds.History),
    Operation("iam.GetRole", kinds.Role, "Role", "Arn|RoleName"),
    Operation("iam.GetRolePolicy", kinds.IdentityPolicy, key="RoleName"),
    Operation("iam.GetPolicyVersion", kinds.IdentityPolicy, "PolicyVersion"),
    Operation("iam.ListAttachedRolePolicies", kinds.AttachedPolicies),
    Operation("iam.ListRolePolicies", kinds.InlinePolicies),
    Operation("iam.GetAccountAuthorizationDetails"),
    Operation("ec2.DescribeSubnets", kinds.Subnet, "Subnets[]", "SubnetId"),
    Operation("ec2.DescribeRouteTables", kinds.RouteTable, "RouteTables[]", "RouteTableId"),
    Operation("ec2.DescribeSecurityGroups", kinds.SecurityGroup, "SecurityGroups[]", "GroupId"),
    Operation("ec2.DescribeNetworkAcls", kinds.NetworkAcl, "NetworkAcls[]", "NetworkAclId"),
    Operation("ec2.DescribeVpcEndpoints", kinds.Endpoint, "VpcEndpoints[]", "VpcEndpointId"),
    Operation("ec2.DescribeNatGateways", kinds.NatGateway, "NatGateways[]", "NatGatewayId"),
    Operation("ec2.DescribeVpcs", kinds.Vpc, "Vpcs[]", "VpcId"),
    Operation("ec2.DescribeVpcAttribute", kinds.Vpc, key="VpcId"),
    Operation("ec2.DescribeNetworkInterfaces", kinds.Interface, "NetworkInterfaces[]",
              "NetworkInterfaceId"),
    Operation("kafka.DescribeClusterV2", kinds.Cluster, "ClusterInfo", "ClusterArn"),
    Operation("kafka.ListClustersV2", kinds.Cluster, "ClusterInfoList[]", "ClusterArn"),
    Operation("kafka.DescribeCluster", kinds.Cluster, "ClusterInfo", "ClusterArn"),
    Operation("kafka.ListClusters", kinds.Cluster, "ClusterInfoList[]", "ClusterArn"),
    Operation("rds.DescribeDBInstances", kinds.Database, "DBInstances[]",
              "DBInstanceArn|DBInstanceIdentifier"),
    Operation("rds.DescribeDBClusters", kinds.Database, "DBClusters[]",
              "DBClusterArn|DBClusterIdentifier"),
    Operation("rds.DescribeDBProxies", kinds.Database, "DBProxies[]", "DBProxyArn|DBProxyName"),
    Operation("elasticache.DescribeCacheClusters", kinds.Database, "CacheClusters[]",
              "ARN|CacheClusterId"),
    Operation("logs.DescribeLogGroups", kinds.LogGroup, "logGroups[]", "logGroupName"),
    Operation("logs.DescribeSubscriptionFilters", kinds.LogSubscription,
              "subscriptionFilters[]", "logGroupName"),
    Operation("ce.GetCostAndUsage"),
    Operation("compute-optimizer.GetLambdaFunctionRecommendations", kinds.Recommendation,
              "lambdaFunctionRecommendations[]", "functionArn"),
    Operation("cloudwatch.DescribeAlarms", kinds.Alarm, "MetricAlarms[]", "AlarmArn|AlarmName"),
)  # fmt: skip
BY_NAME = {operation.name: operation for operation in OPERATIONS}
