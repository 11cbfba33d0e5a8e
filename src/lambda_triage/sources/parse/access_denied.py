"""AWS's sentence about a refused call → who, what, on what, and which policy said no."""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal, TypedDict

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.sources.parse import TEXT_LIMIT

PolicyType = Literal[
    "identity", "resource", "boundary", "session", "scp", "rcp", "vpc_endpoint", "role_trust"
]


class Denial(Struct, frozen=True):
    """One refused call; None where the message does not tell.

    principal    as printed: an ARN, a redacted ARN or another name
    role         role name, of an assumed-role or role ARN
    function     session name of an assumed role, which for Lambda is the function's name
    account      12 digits, of the principal
    action       `service:Operation`, printed or derived from the operation
    explicit     True for an explicit deny, False where nothing allows, None when not told
    encoded      the reason stands in an encoded message (sts:DecodeAuthorizationMessage reads it)
    """

    code: str | None = None
    operation: str | None = None
    principal: str | None = None
    role: str | None = None
    function: str | None = None
    account: str | None = None
    action: str | None = None
    resource: str | None = None
    policy_type: PolicyType | None = None
    explicit: bool | None = None
    policy_arn: str | None = None
    service: str | None = None
    encoded: bool = False
    authorization_id: str | None = None


class _Parts(TypedDict):
    role: str | None
    function: str | None
    account: str | None


# Operations whose IAM action has another name, or whose name alone tells the service. Sources:
# Amazon S3 User Guide, "Required permissions for Amazon S3 API operations", and the Service
# Authorization Reference, both as of 2026-01. Operations that several services share (PutRecord,
# GetRecords, Query) or that need several actions (CopyObject) are left out: unknown beats wrong.
_SAME_NAME = {
    "s3": "GetObject PutObject DeleteObject GetObjectAcl PutObjectAcl GetObjectTagging "
    "PutObjectTagging GetObjectAttributes RestoreObject AbortMultipartUpload GetBucketLocation "
    "GetBucketPolicy PutBucketPolicy CreateBucket DeleteBucket",
    "dynamodb": "GetItem PutItem UpdateItem DeleteItem BatchGetItem BatchWriteItem DescribeTable",
    "sqs": "SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueUrl",
    "secretsmanager": "GetSecretValue DescribeSecret PutSecretValue BatchGetSecretValue",
    "ssm": "GetParameter GetParameters GetParametersByPath PutParameter SendCommand",
    "kms": "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncrypt DescribeKey",
    "sts": "AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML DecodeAuthorizationMessage",
    "events": "PutEvents",
    "states": "StartExecution StartSyncExecution SendTaskSuccess SendTaskFailure",
    "kinesis": "PutRecords DescribeStreamSummary GetShardIterator",
    "firehose": "PutRecordBatch",
    "lambda": "InvokeFunction UpdateFunctionCode UpdateFunctionConfiguration GetFunction",
    "cloudwatch": "PutMetricData GetMetricData GetMetricStatistics",
    "logs": "CreateLogGroup CreateLogStream PutLogEvents FilterLogEvents",
    "ec2": "CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces RunInstances "
    "DescribeInstances StartInstances StopInstances",
    "ses": "SendEmail SendRawEmail SendTemplatedEmail",
    "iam": "PassRole CreateRole GetRole AttachRolePolicy",
}
_OTHER_NAME = {
    "HeadObject": "s3:GetObject",
    "SelectObjectContent": "s3:GetObject",
    "ListObjects": "s3:ListBucket",
    "ListObjectsV2": "s3:ListBucket",
    "HeadBucket": "s3:ListBucket",
    "ListObjectVersions": "s3:ListBucketVersions",
    "ListBuckets": "s3:ListAllMyBuckets",
    "DeleteObjects": "s3:DeleteObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "ListParts": "s3:ListMultipartUploadParts",
    "GetBucketNotificationConfiguration": "s3:GetBucketNotification",
    "PutBucketNotificationConfiguration": "s3:PutBucketNotification",
    "SendMessageBatch": "sqs:SendMessage",
    "DeleteMessageBatch": "sqs:DeleteMessage",
    "ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "PublishBatch": "sns:Publish",
    "Invoke": "lambda:InvokeFunction",
    "InvokeAsync": "lambda:InvokeFunction",
}
_ACTIONS = _OTHER_NAME | {
    operation: f"{service}:{operation}"
    for service, names in _SAME_NAME.items()
    for operation in names.split()
}
# Names the Go and Java SDKs print, less spaces and `Amazon`, where they are not the IAM prefix.
_PREFIXES = {"eventbridge": "events", "sfn": "states", "cloudwatchlogs": "logs"}
_DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AccessDeniedFault",
        "AuthorizationError",
        "AuthorizationErrorException",
        "Client.UnauthorizedOperation",
        "KMS.AccessDeniedException",
        "KMSAccessDeniedException",
        "UnauthorizedOperation",
    }
)
_WORD_CODE = re.compile(
    r"(?<![\w.])((?:KMS\.?)?AccessDenied(?:Exception|Fault)?|(?:Client\.)?UnauthorizedOperation"
    r"|AuthorizationError(?:Exception)?|NotAuthorized(?:Exception)?)(?!(?!KMS)\w)"
)
_BOTOCORE = re.compile(
    r"An error occurred \(([\w.]{1,100})\) when calling the (\w{1,100}) operation"
    r"(?: \(reached max retries: [0-9]{1,5}\))?: ?(Forbidden)?"
)
_GO = re.compile(r"operation error ([\w ]{1,60}): (\w{1,100}),")
_GO_CODE = re.compile(r"api error ([\w.]{1,100}):")
_JAVA_CODE = re.compile(r"Error Code: ([\w.]{1,100})")
_JAVA_SERVICE = re.compile(r"\(Service: ([\w ]{1,60})[;,]")
_JS_OPERATION = re.compile(
    r"\b(?:de_|deserializeAws_(?:restXml|restJson1|json1_[01]|query|ec2))(\w{2,60})CommandError\b"
)
# The code with S3's words: JavaScript, Java and .NET headers, XML and JSON bodies. A database's
# `Access denied for user` and a framework's `Access is denied` are other sentences.
_ACCESS_DENIED = re.compile(
    r"(?:AccessDenied(?:Exception)?|S3Exception): Access Denied\b|<Code>AccessDenied</Code>"
    r'|"errorMessage": ?"Access Denied"'
)
_S3 = re.compile(r"S3Exception|\bclient-s3\b|\bservices/s3\b|\bs3[.-][\w.-]{0,40}amazonaws\b")
_PHRASE = re.compile(
    r"\b[Nn]ot (?:authorized to (?:perform(?! this operation)|access (?:this |the )?resource)"
    r"|allowed to execute)"
)
_ACTION = re.compile(r"[: \[\"'`]{0,4}([A-Za-z][\w-]{1,63}) ?: ?([A-Za-z*][\w*]{0,127})[\]\"'`]?")
_ON_RESOURCE = re.compile(r" on (?:the )?resource: ?|: ?\[?(?=arn:)| (?=https?:|arn:)")
_RESOURCE_END = re.compile(
    r" because no | with an explicit deny| because the resource |\. Go to https:"
    r"|\.? Encoded authorization failure| \(Service: |\.? status code: "
)
_NAMED_KIND = re.compile(
    r"(?:role|user|group|policy|access key|instance profile|server certificate|SAML provider)"
    r" [\w+=,.@/-]{1,512}"
)
_TOKEN = re.compile(r"[^\s\"\\<>]{1,2048}")
_IMPLICIT = re.compile(r"because no ([\w -]{1,60}?(?:polic(?:y|ies)|boundar(?:y|ies)))\b")
_EXPLICIT = re.compile(
    r"with an explicit deny(?: in (?:an? |the )?([\w -]{1,60}?(?:policy|boundary))\b"
    r"(?:: ?(arn:[^\s\"'\\<]{1,512}))?)?"
)
_AUTHORIZATION_ID = re.compile(r"authorization id: ?([0-9a-fA-F-]{36})")
_ENCODED = re.compile(r"[Ee]ncoded authorization failure message")
_ROLE_ARN = re.compile(r"arn:[\w-]{1,20}:(?:sts|iam)::[^:]{0,64}:(assumed-role|role)/(.+)")
_ACCOUNT = re.compile(r"arn:[\w-]{1,20}:[\w-]{1,20}:[\w-]{0,20}:([0-9]{12}):")
_FUNCTION_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")  # a session of another kind may hold @ . =
_SQS = re.compile(r"Access to the resource (\S{1,512}) is denied")
_EXECUTION_ROLE = re.compile(
    r"execution role does not have permissions to call (\w{1,100}) on (\w{1,60})"
)
_POLICY_WORDS: tuple[tuple[str, PolicyType], ...] = (
    ("vpc endpoint", "vpc_endpoint"),
    ("role trust", "role_trust"),
    ("service control", "scp"),
    ("resource control", "rcp"),
    ("boundar", "boundary"),
    ("session", "session"),
    ("identity", "identity"),
    ("resource", "resource"),
)
# Sentences of fixed words, and the action they are about.
_FIXED: tuple[tuple[str, str], ...] = (
    ("The ciphertext refers to a customer master key that does not exist", "kms:Decrypt"),
    ("decrypt the environment variables because KMS access was denied", "kms:Decrypt"),
    ("Cross-account pass role is not allowed", "iam:PassRole"),
)
_EC2 = "You are not authorized to perform this operation"
_EC2_CODES = ("UnauthorizedOperation", "Client.UnauthorizedOperation")
_PHRASE_LIMIT = 16  # refusals looked at in one event; the first that reads fully is taken


def parse(text: str) -> Denial | None:
    """Read the first refusal in one log event; None if the text holds none.

    Line breaks and no-break spaces inside the sentence, an SDK's words around it and JSON escapes
    are looked through.
    """
    flat = _flatten(text)
    for phrase in islice(_PHRASE.finditer(flat), _PHRASE_LIMIT):
        if denial := _sentence(flat, phrase):
            return denial
    return _fixed(flat) or _special(flat) or _by_code(flat)


def _flatten(text: str) -> str:
    text = text[:TEXT_LIMIT]
    for escape in ("\\r\\n", "\\n", "\\r", "\\t", "\\u00a0"):
        text = text.replace(escape, " ")
    return " ".join(text.replace('\\"', '"').split())  # split() knows NBSP, too


def _sentence(flat: str, phrase: re.Match[str]) -> Denial | None:
    following = _PHRASE.search(flat, phrase.end())
    after = flat[
        phrase.end() : min(phrase.end() + 3000, following.start() if following else 1 << 30)
    ]
    action = None
    if "access" not in phrase[0]:
        action = _ACTION.match(after)
        if action is None:
            return None
        after = after[action.end() :]
    principal = _principal(flat[max(0, phrase.start() - 700) : phrase.start()])
    around = _around(flat, phrase.start(), phrase.end() + len(after))
    named = f"{action[1].lower()}:{action[2]}" if action else around.action
    return replace(
        _with_reason(around, after),
        principal=principal,
        action=named,
        service=named.partition(":")[0] if named else around.service,
        resource=_resource(after),
        **_parts(principal),
    )


def _principal(before: str) -> str | None:
    """Return the name in front of `is not authorized`; an ARN broken by a line wrap is mended."""
    before = re.sub(r" ?\b(?:is|are) $", "", before)
    _, user, name = before.rpartition("User: ")
    if not user:
        _, user, name = before.rpartition("Principal")
        last = before.split(" ")[-1].strip("[]\"'`")
        name = name if user else last if last.startswith("arn:") else ""
    name = name.strip(" :[]\"'`")
    if not name or len(name) > 512 or ". " in name:
        return None
    return name.replace(" ", "") if name.startswith("arn:") else name


def _resource(after: str) -> str | None:
    on = _ON_RESOURCE.match(after)
    if on is None:
        return None
    rest = after[on.end() :]
    if quoted := re.match(r'"([^"]{1,2048})"', rest):  # as S3 prints it
        return quoted[1]
    end = _RESOURCE_END.search(rest, 0, 1600)
    whole = rest[: end.start()] if end else ""
    if whole and not re.search(r'["{]| at |User: ', whole):
        # An object key may hold spaces; in any other ARN a space is a line wrap.
        wrapped = whole.startswith("arn:") and ":s3:" not in whole
        return _bare(whole.replace(" ", "") if wrapped else whole)
    token = _NAMED_KIND.match(rest) or _TOKEN.match(rest)
    return _bare(token[0]) if token else None


def _bare(token: str) -> str | None:
    return token.strip(" .,;:'`\"[]{}()") or None


def _with_reason(denial: Denial, after: str) -> Denial:
    explicit, implicit = _EXPLICIT.search(after), _IMPLICIT.search(after)
    if explicit:
        arn = _bare(explicit[2]) if explicit[2] else None
        return replace(denial, explicit=True, policy_type=_policy(explicit[1]), policy_arn=arn)
    if implicit:
        return replace(denial, explicit=False, policy_type=_policy(implicit[1]))
    return replace(denial, explicit=False) if " because no " in after else denial


def _policy(words: str | None) -> PolicyType | None:
    lowered = (words or "").lower()
    return next((kind for word, kind in _POLICY_WORDS if word in lowered), None)


def _parts(principal: str | None) -> _Parts:
    """Take role, function and account out of a role's ARN."""
    account = _ACCOUNT.match(principal or "")
    parts = _Parts(role=None, function=None, account=account[1] if account else None)
    arn = _ROLE_ARN.match(principal or "")
    if arn is None:
        return parts
    names = arn[2].split("/")
    if arn[1] == "role":
        parts["role"] = names[-1] or None  # a role ARN may hold a path, a session ARN does not
        return parts
    parts["role"] = names[0] or None
    if len(names) == 2 and _FUNCTION_NAME.fullmatch(names[1]):
        parts["function"] = names[1]
    return parts


def _around(flat: str, start: int, end: int) -> Denial:
    """Read what an SDK wraps around the sentence: code, operation, service, action by operation."""
    before, after = flat[max(0, start - 900) : start], flat[start : end + 1000]
    both = before + after
    botocore = _last(_BOTOCORE, before) or _BOTOCORE.match(after)
    go = _last(_GO, before)
    javascript = _JS_OPERATION.search(both)
    java = _JAVA_SERVICE.search(after) or _last(_JAVA_SERVICE, before)
    code = botocore or _last(_GO_CODE, before) or _JAVA_CODE.search(after)
    code = code or _last(_WORD_CODE, before) or _WORD_CODE.search(after)
    operation = botocore[2] if botocore else go[2] if go else javascript[1] if javascript else None
    service = _prefix(go[1] if go else java[1] if java else None)
    action = _action(operation, service)
    authorization = _AUTHORIZATION_ID.search(after)
    return Denial(
        code=code[1] if code else None,
        operation=operation,
        action=action,
        service=action.partition(":")[0] if action else service,
        encoded=_ENCODED.search(after) is not None,
        authorization_id=authorization[1] if authorization else None,
    )


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda match: match.start(), default=None)


def _prefix(service: str | None) -> str | None:
    """Turn an SDK's service name into an IAM prefix, where that is known."""
    name = re.sub(r"^(?:amazon|aws)|v2$|[ ]", "", (service or "").lower())
    name = _PREFIXES.get(name, name)
    return name if name in _SAME_NAME or name == "sns" else None


def _action(operation: str | None, service: str | None) -> str | None:
    if operation is None:
        return None
    known = _ACTIONS.get(operation)
    if known and service in (None, known.partition(":")[0]):
        return known
    # S3 and Lambda name many actions unlike their operations; elsewhere the names agree.
    return f"{service}:{operation}" if service not in (None, "s3", "lambda") else None


def _fixed(flat: str) -> Denial | None:
    for words, action in _FIXED:
        at = flat.find(words)
        if at >= 0:
            around = _around(flat, at, at + len(words))
            return replace(around, action=action, service=action.partition(":")[0])
    return None


def _special(flat: str) -> Denial | None:
    if sqs := _SQS.search(flat):
        around = _around(flat, sqs.start(), sqs.end())
        return replace(around, service=around.service or "sqs", resource=_bare(sqs[1]))
    if role := _EXECUTION_ROLE.search(flat):
        around = _around(flat, role.start(), role.end())
        service = _prefix(role[2])
        action = f"{service}:{role[1]}" if service else None
        return replace(around, operation=role[1], action=action, service=service)
    at = flat.find(_EC2)
    if at < 0:
        return None
    around = _around(flat, at, at + len(_EC2))
    # Applications use these words, too; EC2's come with a code of their own.
    return replace(around, service=around.service or "ec2") if around.code in _EC2_CODES else None


def _by_code(flat: str) -> Denial | None:
    """Read a refusal that only its code tells: `(AccessDenied) when calling the GetObject …`."""
    for pattern in (_BOTOCORE, _GO_CODE, _JAVA_CODE):
        for found in islice(pattern.finditer(flat), _PHRASE_LIMIT):
            forbidden = pattern is _BOTOCORE and found[1] == "403" and found[3] is not None
            if found[1] in _DENIED or forbidden:
                return _around(flat, found.start(), found.end())
    words = _ACCESS_DENIED.search(flat)
    if words is None:
        return Denial() if flat.rstrip(".") == "Access Denied" else None
    around = _around(flat, words.start(), words.end())
    return replace(around, service=around.service or ("s3" if _S3.search(flat) else None))
