"""What the denial reader promises: the whole sentence, through any wrapping, and no look-alikes."""

from typing import Any

import pytest
from msgspec.structs import replace

from lambda_triage.sources.parse.access_denied import Denial, PolicyType, parse

LAMBDA = "arn:aws:sts::123456789012:assumed-role/orders-role/orders-fn"
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
CALLER = Denial(principal=LAMBDA, role="orders-role", function="orders-fn", account="123456789012")
GET_ITEM = replace(CALLER, action="dynamodb:GetItem", service="dynamodb", resource=TABLE)
SENTENCE = f"User: {LAMBDA} is not authorized to perform: dynamodb:GetItem on resource: {TABLE}"


def test_reads_the_sentence_and_who_called() -> None:
    assert parse(SENTENCE) == GET_ITEM


IMPLICIT = [
    ("identity-based policy", "identity"),
    ("resource-based policy", "resource"),
    ("permissions boundary", "boundary"),
    ("session policy", "session"),
    ("service control policy", "scp"),
    ("VPC endpoint policy", "vpc_endpoint"),
    ("role trust policy", "role_trust"),
]


@pytest.mark.parametrize(("words", "kind"), IMPLICIT)
def test_implicit_deny_names_the_policy_that_does_not_allow(words: str, kind: PolicyType) -> None:
    denial = parse(f"{SENTENCE} because no {words} allows the dynamodb:GetItem action")

    assert denial == replace(GET_ITEM, explicit=False, policy_type=kind)


EXPLICIT = [
    ("in an identity-based policy", "identity"),
    ("in an identity policy", "identity"),
    ("in a resource-based policy", "resource"),
    ("in a permissions boundary", "boundary"),
    ("in a session policy", "session"),
    ("in a service control policy", "scp"),
    ("in a resource control policy", "rcp"),
    ("in a VPC endpoint policy", "vpc_endpoint"),
    ("in the role trust policy", "role_trust"),
    ("", None),
]


@pytest.mark.parametrize(("words", "kind"), EXPLICIT)
def test_explicit_deny_names_the_policy_that_denies(words: str, kind: PolicyType | None) -> None:
    denial = parse(f"{SENTENCE} with an explicit deny {words}".rstrip())

    assert denial == replace(GET_ITEM, explicit=True, policy_type=kind)


def test_explicit_deny_keeps_the_policy_arn() -> None:
    arn = "arn:aws:organizations::123456789012:policy/o-1/service_control_policy/p-2"
    denial = parse(f"{SENTENCE} with an explicit deny in a service control policy: {arn}.")

    assert denial == replace(GET_ITEM, explicit=True, policy_type="scp", policy_arn=arn)


def test_authorization_id_of_the_troubleshooter_is_kept() -> None:
    uuid = "8f507cfc-7bf5-4d1a-8a8e-111111111111"
    denial = parse(
        f"{SENTENCE} because no identity-based policy allows the dynamodb:GetItem action. Go to "
        "https://console.aws.amazon.com/iam/home#/access-troubleshooter for complete details, or "
        f"call the iam:GetAuthorizationDetails API with the following authorization id: {uuid}"
    )

    assert denial == replace(
        GET_ITEM, explicit=False, policy_type="identity", authorization_id=uuid
    )


@pytest.mark.parametrize("gap", ["\n", "\r", "\r\n   ", "\xa0", "\\n", " \t "])
def test_line_breaks_inside_the_sentence_do_not_hide_it(gap: str) -> None:
    text = f"{SENTENCE} because no identity-based policy allows the x:Y action".replace(" ", gap)

    assert parse(text) == replace(GET_ITEM, explicit=False, policy_type="identity")


def test_a_wrap_inside_an_arn_is_mended() -> None:
    text = SENTENCE.replace("table/or", "table/or\n").replace("orders-role", "orders-\nrole")

    assert parse(f"{text} because no session policy allows it") == replace(
        GET_ITEM, explicit=False, policy_type="session"
    )


def test_a_cut_sentence_keeps_what_is_there() -> None:
    assert parse(f"{SENTENCE} because no identity-based policy allows th") == replace(
        GET_ITEM, explicit=False, policy_type="identity"
    )


def test_a_misspelt_action_in_the_reason_is_ignored() -> None:
    denial = parse(
        f"{SENTENCE} because no identity-based policy allows the dynamodb:GetItems action"
    )

    assert denial == replace(GET_ITEM, explicit=False, policy_type="identity")


WRAPPED = [
    (
        (
            "An error occurred (AccessDeniedException) when calling the GetItem operation "
            f"(reached max retries: 4): {SENTENCE}"
        ),
        {"code": "AccessDeniedException", "operation": "GetItem"},
    ),
    (
        f"AccessDeniedException: {SENTENCE}\n    at Request.extractError (/var/runtime/x.js:1:2)",
        {"code": "AccessDeniedException"},
    ),
    (
        f'{{"errorType":"AccessDeniedException","errorMessage":"{SENTENCE}","trace":["x"]}}',
        {"code": "AccessDeniedException"},
    ),
    (
        (
            f"{SENTENCE} (Service: AmazonDynamoDBv2; Status Code: 400; "
            "Error Code: AccessDeniedException; Request ID: ABC; Proxy: null)"
        ),
        {"code": "AccessDeniedException"},
    ),
    (f"x.DynamoDbException: {SENTENCE} (Service: DynamoDb, Status Code: 400, Request ID: A)", {}),
    (
        (
            "operation error DynamoDB: GetItem, https response error StatusCode: 400, "
            "RequestID: ABC, "
            f"api error AccessDeniedException: {SENTENCE}"
        ),
        {"code": "AccessDeniedException", "operation": "GetItem"},
    ),
    (
        f"AccessDeniedException: {SENTENCE}\n\tstatus code: 400, request id: ABC",
        {"code": "AccessDeniedException"},
    ),
    (f"Amazon.DynamoDBv2.AmazonDynamoDBException: {SENTENCE}\n ---> Amazon.Runtime.X: y", {}),
]


@pytest.mark.parametrize(("text", "around"), WRAPPED)
def test_an_sdks_words_around_the_sentence_are_read(text: str, around: dict[str, Any]) -> None:
    assert parse(text) == replace(GET_ITEM, **around)


def test_s3_prints_the_resource_in_quotes() -> None:
    text = f"User: {LAMBDA} is not authorized to perform: s3:GetObject on resource: "
    text += '"arn:aws:s3:::b/a c"'

    assert parse(f"{text} because no identity-based policy allows it") == replace(
        CALLER,
        action="s3:GetObject",
        service="s3",
        resource="arn:aws:s3:::b/a c",
        explicit=False,
        policy_type="identity",
    )


BY_OPERATION = [
    ("AccessDenied", "GetObject", "Access Denied", "s3:GetObject"),
    ("403", "HeadObject", "Forbidden", "s3:GetObject"),
    ("AccessDenied", "ListObjectsV2", "Access Denied", "s3:ListBucket"),
    ("AccessDenied", "CreateMultipartUpload", "Access Denied", "s3:PutObject"),
    ("AccessDenied", "CopyObject", "Access Denied", None),
    ("AccessDeniedException", "GetSecretValue", "no", "secretsmanager:GetSecretValue"),
    ("AccessDeniedException", "PutRecord", "no", None),
]


@pytest.mark.parametrize(("code", "operation", "words", "action"), BY_OPERATION)
def test_the_operation_tells_the_action_only_where_it_can(
    code: str, operation: str, words: str, action: str | None
) -> None:
    text = f"An error occurred ({code}) when calling the {operation} operation: {words}"
    service = action.partition(":")[0] if action else None

    assert parse(text) == Denial(code=code, operation=operation, action=action, service=service)


OTHER_FORMS = [
    (
        (
            "An error occurred (AccessDenied) when calling the SendMessage operation: "
            "Access to the resource https://sqs.eu-west-1.amazonaws.com/ is denied."
        ),
        Denial(
            code="AccessDenied",
            operation="SendMessage",
            action="sqs:SendMessage",
            service="sqs",
            resource="https://sqs.eu-west-1.amazonaws.com/",
        ),
    ),
    (
        (
            "An error occurred (UnauthorizedOperation) when calling the RunInstances "
            "operation: You "
            "are not authorized to perform this operation. Encoded authorization failure "
            "message: abc..."
        ),
        Denial(
            code="UnauthorizedOperation",
            operation="RunInstances",
            action="ec2:RunInstances",
            service="ec2",
            encoded=True,
        ),
    ),
    (
        (
            "You are not authorized to perform this operation. User: "
            f"{LAMBDA} is not authorized to perform: ec2:StopInstances on resource: "
            "arn:aws:ec2:eu-west-1:123456789012:instance/i-1 because no identity-based "
            "policy allows "
            "the ec2:StopInstances action. Encoded authorization failure message: abc"
        ),
        replace(
            CALLER,
            action="ec2:StopInstances",
            service="ec2",
            resource="arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            explicit=False,
            policy_type="identity",
            encoded=True,
        ),
    ),
    (
        (
            "AccessDeniedException: The ciphertext refers to a customer master key that does not "
            "exist, does not exist in this region, or you are not allowed to access."
        ),
        Denial(code="AccessDeniedException", action="kms:Decrypt", service="kms"),
    ),
    (
        (
            f"User: {LAMBDA} is not authorized to perform: kms:Decrypt on the resource "
            f"associated with "
            "this ciphertext because the resource does not exist in this Region, no resource-based "
            "policies allow access, or a resource-based policy explicitly denies access"
        ),
        replace(CALLER, action="kms:Decrypt", service="kms"),
    ),
    (
        (
            f"An error occurred (AuthorizationError) when calling the Publish operation: User: "
            f"{LAMBDA} is not authorized to perform: SNS:Publish on resource: "
            f"arn:aws:sns:eu-west-1:1:t"
        ),
        replace(
            CALLER,
            code="AuthorizationError",
            operation="Publish",
            action="sns:Publish",
            service="sns",
            resource="arn:aws:sns:eu-west-1:1:t",
        ),
    ),
    (
        f"User: {LAMBDA} is not authorized to perform: iam:PassRole on resource: role target",
        replace(CALLER, action="iam:PassRole", service="iam", resource="role target"),
    ),
    (
        f"{LAMBDA} is not authorized to perform iam:DeleteAccessKey on resource: access key AKIA1",
        replace(CALLER, action="iam:DeleteAccessKey", service="iam", resource="access key AKIA1"),
    ),
    (
        "User: arn:aws:iam::123456789012:user/x is not authorized to perform: s3:ListAllMyBuckets",
        Denial(
            principal="arn:aws:iam::123456789012:user/x",
            account="123456789012",
            action="s3:ListAllMyBuckets",
            service="s3",
        ),
    ),
    (
        "User: anonymous is not authorized to perform: es:ESHttpGet",
        Denial(principal="anonymous", action="es:ESHttpGet", service="es"),
    ),
    (
        (
            "Principal [arn:aws:iam::123456789012:role/r] is not allowed to execute "
            "[es:ESHttpGet] on "
            "the resource"
        ),
        Denial(
            principal="arn:aws:iam::123456789012:role/r",
            role="r",
            account="123456789012",
            action="es:ESHttpGet",
            service="es",
        ),
    ),
    (
        "User is not authorized to access this resource with an explicit deny",
        Denial(explicit=True),
    ),
    (
        "Not authorized to access resource: [arn:aws:es:eu-west-1:1:domain/d]",
        Denial(resource="arn:aws:es:eu-west-1:1:domain/d"),
    ),
    (
        "Cross-account pass role is not allowed.",
        Denial(action="iam:PassRole", service="iam"),
    ),
    (
        "The provided execution role does not have permissions to call ReceiveMessage on SQS",
        Denial(operation="ReceiveMessage", action="sqs:ReceiveMessage", service="sqs"),
    ),
    (
        (
            "com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (Service: Amazon S3; "
            "Status Code: 403; Error Code: AccessDenied; Request ID: A)"
        ),
        Denial(code="AccessDenied", service="s3"),
    ),
    (
        (
            "AccessDenied: Access Denied\n    at de_GetObjectCommandError "
            "(/var/runtime/node_modules/@aws-sdk/client-s3/dist-cjs/p.js:1:2)"
        ),
        Denial(code="AccessDenied", operation="GetObject", action="s3:GetObject", service="s3"),
    ),
    ("Access Denied", Denial()),
]


@pytest.mark.parametrize(("text", "denial"), OTHER_FORMS)
def test_the_other_forms_of_services_are_read(text: str, denial: Denial) -> None:
    assert parse(text) == denial


LOOK_ALIKES = [
    "",
    "Access denied for user 'app'@'10.0.0.1' (using password: YES)",
    (
        "An error occurred (NotAuthorizedException) when calling the InitiateAuth operation: "
        "Incorrect username or password."
    ),
    "java.nio.file.AccessDeniedException: /var/task/out.txt",
    "An error occurred (404) when calling the HeadObject operation: Not Found",
    "You are not authorized to perform this operation",
    "You are not authorized to perform this action.",
    "[Errno 13] Permission denied: '/var/task/x'",
    "An error occurred (ExpiredToken) when calling the GetObject operation: expired",
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_is_not_a_denial(text: str) -> None:
    assert parse(text) is None


def test_a_session_that_cannot_be_a_function_is_not_called_one() -> None:
    denial = parse(SENTENCE.replace("orders-fn", "me@example.org"))

    assert (denial and denial.role, denial and denial.function) == ("orders-role", None)


def test_the_reason_of_a_later_denial_is_not_taken_for_the_first() -> None:
    later = SENTENCE.replace("GetItem", "Query") + " because no session policy allows it"

    assert parse(f"{SENTENCE}\n{later}") == GET_ITEM
