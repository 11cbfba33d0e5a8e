"""What a mapping of each source needs: actions, on which resources, on which condition, and why.

Each names the page of AWS's documentation that says so, as of AS_OF. Templates name their parts as
the Service Authorization Reference does; Home is the function's account.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

AS_OF = "2026-11-21"
GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/"
_KMS_OF_STREAMS = "https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html"
_KMS_OF_QUEUES = (
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
    "sqs-configure-lambda-function-trigger.html"
)
_KMS_OF_TABLES = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html"
)
_ON_FAILURE = f"{GUIDE}kafka-on-failure.html"

_PLACE = "arn:{Partition}:%s:{Region}:{Account}:"
QUEUE = _PLACE % "sqs" + "{QueueName}"
STREAM = _PLACE % "kinesis" + "stream/{StreamName}"
_OWN_STREAM = STREAM.replace("{Account}", "{Home}")  # the key may be another account's
CONSUMER = STREAM + "/consumer/{ConsumerName}:{ConsumerCreationTimpstamp}"
TABLE_STREAM = _PLACE % "dynamodb" + "table/{TableName}/stream/{StreamLabel}"
CLUSTER = _PLACE % "kafka" + "cluster/{ClusterName}/{Uuid}"
TOPIC = _PLACE % "kafka" + "topic/{ClusterName}/{ClusterUuid}/{TopicName}"
GROUP = _PLACE % "kafka" + "group/{ClusterName}/{ClusterUuid}/{GroupName}"
KEY = _PLACE % "kms" + "key/{KeyId}"
SECRET = _PLACE % "secretsmanager" + "secret:{SecretId}"
NOTIFIED = _PLACE % "sns" + "{TopicName}"
BUCKET = "arn:{Partition}:s3:::{BucketName}"
OBJECT = BUCKET + "/{ObjectName}"
REGISTRY = _PLACE % "glue" + "registry/{RegistryName}"
SCHEMA = _PLACE % "glue" + "schema/{SchemaName}"
LOG_GROUP = _PLACE % "logs" + "log-group:{LogGroupName}"
_EC2 = _PLACE % "ec2"
INTERFACE = _EC2 + "network-interface/{NetworkInterfaceId}"
SUBNET = _EC2 + "subnet/{SubnetId}"
SECURITY_GROUP = _EC2 + "security-group/{SecurityGroupId}"
ANY = "*"


class Access(Struct, frozen=True):
    """One statement.

    on      templates of its resources; ANY alone where IAM knows no resource for the actions
    why     what it is for, in a sentence
    via     the service that has to make the call on the role's behalf: `kms:ViaService`
    equals  further context keys, and templates of the value that each has to have
    never   actions on the same resources that a mapping has no use for: tried, to be refused
    """

    sid: str
    actions: tuple[str, ...]
    on: tuple[str, ...]
    why: str
    source: str
    effect: Literal["Allow", "Deny"] = "Allow"
    via: str | None = None
    equals: tuple[tuple[str, str], ...] = ()
    never: tuple[str, ...] = ()


LOGS = Access(
    "WriteLogs",
    ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
    (LOG_GROUP, LOG_GROUP + ":*"),
    "The function's own log group and its streams.",
    f"{GUIDE}lambda-intro-execution-role.html",
    never=("logs:DeleteLogGroup", "logs:GetLogEvents"),
)

READ_QUEUE = Access(
    "ReadQueue",
    ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    (QUEUE,),
    "The mapping polls the queue and deletes what the function has handled; FIFO queues need the"
    " same.",
    f"{GUIDE}services-sqs-configure.html",
    never=("sqs:SendMessage", "sqs:PurgeQueue", "sqs:DeleteQueue"),
)
DECRYPT_QUEUE = Access(
    "DecryptQueue",
    ("kms:Decrypt",),
    (KEY,),
    "SQS decrypts messages of an SSE-KMS queue on the role's behalf.",
    _KMS_OF_QUEUES,
    via="sqs",
    never=("kms:Encrypt", "kms:ScheduleKeyDeletion"),
)

READ_STREAM = Access(
    "ReadStream",
    (
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    ),
    (STREAM,),
    "The mapping finds the shards and reads them; kinesis:ListStreams is not among what it needs.",
    f"{GUIDE}services-kinesis-create.html",
    never=("kinesis:PutRecord", "kinesis:SplitShard", "kinesis:DeleteStream"),
)
SUBSCRIBE = Access(
    "Subscribe",
    ("kinesis:SubscribeToShard",),
    (CONSUMER,),
    "Enhanced fan-out: the mapping reads by this consumer.",
    f"{GUIDE}services-kinesis-create.html",
    never=("kinesis:DeregisterStreamConsumer",),
)
DECRYPT_STREAM = Access(
    "DecryptStream",
    ("kms:Decrypt",),
    (KEY,),
    "Kinesis decrypts records with a customer managed key on the role's behalf, of this stream"
    " only.",
    _KMS_OF_STREAMS,
    via="kinesis",
    equals=(("kms:EncryptionContext:aws:kinesis:arn", _OWN_STREAM),),
    never=("kms:GenerateDataKey",),
)

READ_TABLE_STREAM = Access(
    "ReadTableStream",
    ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    (TABLE_STREAM,),
    "The mapping finds the shards of the table's stream and reads them.",
    f"{GUIDE}services-dynamodb-eventsourcemapping.html",
)
LIST_TABLE_STREAMS = Access(
    "ListTableStreams",
    ("dynamodb:ListStreams",),
    (ANY,),
    "Lambda lists streams when the mapping is made; IAM knows no resource for it, so only * works.",
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/"
    "AWSLambdaDynamoDBExecutionRole.html",
)
DECRYPT_TABLE = Access(
    "DecryptTable",
    ("kms:Decrypt",),
    (KEY,),
    "A table under a customer managed key has its stream under it, too; DynamoDB decrypts on the"
    " role's behalf.",
    _KMS_OF_TABLES,
    via="dynamodb",
    never=("kms:Encrypt",),
)

DESCRIBE_CLUSTER = Access(
    "DescribeCluster",
    ("kafka:DescribeClusterV2",),
    (CLUSTER,),
    "The mapping looks up the cluster's network and how it authenticates; provisioned and"
    " serverless.",
    f"{GUIDE}with-msk-permissions.html",
    never=("kafka:DeleteCluster",),
)
FIND_BROKERS = Access(
    "FindBrokers",
    ("kafka:GetBootstrapBrokers",),
    (ANY,),
    "The brokers' addresses; IAM knows no resource for it, so only * works.",
    f"{GUIDE}with-msk-permissions.html",
)
_KAFKA_IAM = f"{GUIDE}msk-cluster-auth.html"
CONNECT = Access(
    "Connect",
    ("kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"),
    (CLUSTER,),
    "IAM authentication: to connect to the brokers.",
    _KAFKA_IAM,
    never=("kafka-cluster:AlterCluster",),
)
READ_TOPIC = Access(
    "ReadTopic",
    ("kafka-cluster:ReadData", "kafka-cluster:DescribeTopic"),
    (TOPIC,),
    "IAM authentication: to read the topic.",
    _KAFKA_IAM,
    never=("kafka-cluster:WriteData", "kafka-cluster:DeleteTopic"),
)
USE_GROUP = Access(
    "UseGroup",
    ("kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"),
    (GROUP,),
    "IAM authentication: to commit offsets. Without ConsumerGroupId the group is the mapping's"
    " UUID, which is known only afterwards.",
    _KAFKA_IAM,
    never=("kafka-cluster:DeleteGroup",),
)
READ_SECRET = Access(
    "ReadSecret",
    ("secretsmanager:GetSecretValue",),
    (SECRET,),
    "SASL/SCRAM or mTLS: user and password, or the client's certificate.",
    f"{GUIDE}with-msk-permissions.html",
    never=("secretsmanager:PutSecretValue",),
)
DECRYPT_SECRET = Access(
    "DecryptSecret",
    ("kms:Decrypt",),
    (KEY,),
    "The secret is under a customer managed key.",
    f"{GUIDE}with-msk-permissions.html",
    via="secretsmanager",
    never=("kms:GenerateDataKey",),
)
FIND_REGISTRY = Access(
    "FindRegistry",
    ("glue:GetRegistry",),
    (REGISTRY,),
    "Glue Schema Registry: to find it.",
    f"{GUIDE}with-msk-permissions.html",
)
READ_SCHEMAS = Access(
    "ReadSchemas",
    ("glue:GetSchemaVersion",),
    (REGISTRY, SCHEMA),
    "Glue Schema Registry: the schemas that records are read by.",
    f"{GUIDE}with-msk-permissions.html",
    never=("glue:RegisterSchemaVersion",),
)

SEND_FAILED = Access(
    "SendFailed",
    ("sqs:SendMessage",),
    (QUEUE,),
    "What failed goes to this queue.",
    _ON_FAILURE,
    never=("sqs:ReceiveMessage", "sqs:DeleteMessage"),
)
PUBLISH_FAILED = Access(
    "PublishFailed",
    ("sns:Publish",),
    (NOTIFIED,),
    "What failed goes to this topic.",
    _ON_FAILURE,
    never=("sns:Subscribe",),
)
STORE_FAILED = Access(
    "StoreFailed",
    ("s3:PutObject",),
    (OBJECT,),
    "What failed goes under aws/lambda/ of this bucket, as long as the account owns it.",
    f"{GUIDE}kinesis-on-failure-destination.html",
    equals=(("s3:ResourceAccount", "{Home}"),),
    never=("s3:GetObject", "s3:DeleteObject"),
)
STORE_FAILED_OF_KAFKA = replace(
    STORE_FAILED,
    why="What failed goes to this bucket, as long as the account owns it; by which keys is not"
    " documented for Kafka.",
    source=_ON_FAILURE,
)
LIST_FAILED = Access(
    "ListFailed",
    ("s3:ListBucket",),
    (BUCKET,),
    "Lambda looks whether the bucket is there.",
    f"{GUIDE}kinesis-on-failure-destination.html",
    equals=(("s3:ResourceAccount", "{Home}"),),
    never=("s3:DeleteBucket",),
)
WRITE_FAILED = Access(
    "WriteFailed",
    ("kafka-cluster:WriteData", "kafka-cluster:DescribeTopic"),
    (TOPIC,),
    "What failed goes to this topic of the same cluster.",
    f"{GUIDE}kafka-on-failure-destination.html",
    never=("kafka-cluster:AlterTopic", "kafka-cluster:DeleteTopic"),
)


def encrypt_failed(service: str) -> Access:
    """The key of a destination: S3 needs a data key, SQS and SNS decrypt, too."""
    more = () if service == "s3" else ("kms:Decrypt",)
    return Access(
        "EncryptFailed",
        ("kms:GenerateDataKey", *more),
        (KEY,),
        "The destination is under a customer managed key.",
        _ON_FAILURE,
        via=service,
        never=("kms:Encrypt",),
    )


_VPC = f"{GUIDE}configuration-vpc.html"
CREATE_INTERFACES = Access(
    "CreateInterfaces",
    ("ec2:CreateNetworkInterface",),
    (INTERFACE, SUBNET, SECURITY_GROUP),
    "Interfaces in these subnets, with these security groups; IAM asks for each of the three.",
    _VPC,
    never=("ec2:AttachNetworkInterface",),
)
DELETE_INTERFACES = Access(
    "DeleteInterfaces",
    ("ec2:DeleteNetworkInterface",),
    (INTERFACE,),
    "Lambda deletes what it made; the ids are not known before, and with fewer than all the"
    " function may lose its network.",
    _VPC,
    never=("ec2:ModifyNetworkInterfaceAttribute",),
)
ASSIGN_ADDRESSES = Access(
    "AssignAddresses",
    ("ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"),
    (INTERFACE,),
    "Addresses on the function's interfaces.",
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/"
    "AWSLambdaVPCAccessExecutionRole.html",
)


def look_at_network(*actions: str) -> Access:
    """Descriptions of the network, of which IAM cannot restrict any."""
    return Access(
        "LookAtNetwork",
        actions,
        (ANY,),
        "Lambda looks at the network; IAM knows no resource for descriptions, so only * works.",
        _VPC,
    )


KEEP_CODE_OUT = Access(
    "KeepCodeOut",
    (
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DetachNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ),
    (ANY,),
    "The network is Lambda's to change, not the function's code's: only calls from the code carry"
    " the function's ARN.",
    f"{GUIDE}permissions-source-function-arn.html",
    effect="Deny",
    equals=(("lambda:SourceFunctionArn", "{FunctionArn}"),),
)
