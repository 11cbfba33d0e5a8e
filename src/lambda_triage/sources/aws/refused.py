"""An error of botocore or AWS → why there is no answer, in one line that holds no secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lambda_triage.errors import AccessError
from lambda_triage.sources.aws.reads import READS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.sources.aws.answer import Why

# Sources: botocore/retries/standard.py; "Common errors" of the services' API references.
THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
DENIED = re.compile(
    r"(?i)AccessDenied|UnauthorizedOperation|^(NotAuthorized|Unauthorized|Forbidden)(Exception)?$"
    r"|AuthorizationError|UnauthorizedException|UnauthorizedAccess"
)
ABSENT = re.compile(
    r"(?i)NotFound|NoSuch(?!Version$)|NonExistent|DoesNotExist|^404$|UnknownResource"
)
UNSUPPORTED = re.compile(
    r"(?i)UnknownOperation|InvalidAction|UnsupportedOperation|NotImplemented|OptInRequired"
    r"|SubscriptionRequired|^Unsupported"
)
GONE = re.compile(r"(?i)\bdoes not exist\b|\bnot found\b")  # behind a plain ValidationError
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"})
NOT_ACCEPTED = frozenset(
    {
        "AuthFailure",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "NotSignedUp",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
SKEWED = frozenset({"RequestExpired", "RequestTimeTooSkewed"})
SSO = frozenset(
    {"SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError", "SSOError"}
)
LOADING = frozenset(  # raised while credentials are found or renewed, also in the middle of a crawl
    {
        "CredentialRetrievalError",
        "LoginError",
        "MetadataRetrievalError",
        "NoAuthTokenError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "RefreshWithMFAUnsupportedError",
        *SSO,
    }
)
NOT_ALLOWED = re.compile(
    r"not authorized to perform:?\s+([\w-]+:\w+)"
    r"(?:\s+on (?:the )?resource:?\s+(\S+(?: (?!because\b|with\b)\S+)?))?"  # or `role orders`
)
EXPLICIT = re.compile(r"explicit deny in an? ([a-z -]{3,60}policy|[a-z -]{3,60}boundary)")
SIGN_IN = re.compile(r"^(AssumeRole|GetRoleCredentials|CreateToken|CreateOAuth2Token)")
LONGEST = 240  # characters of AWS's words that are kept


def code_of(error: Exception) -> str:
    """AWS's own error code; empty for an error that did not come from AWS."""
    response = getattr(error, "response", None)
    told = response.get("Error") if isinstance(response, dict) else None
    return str(told.get("Code", "")) if isinstance(told, dict) else ""


def status_of(error: Exception) -> int:
    """HTTP status of the answer; 0 without one."""
    response: dict[str, Any] = getattr(error, "response", None) or {}
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status if isinstance(status, int) else 0


def throttled(code: str, status: int) -> bool:
    """Whether AWS asks for fewer calls; SQS writes `AWS.SimpleQueueService.` before its codes."""
    return status == 429 or code.rpartition(".")[2] in THROTTLED


def denied(error: Exception) -> bool:
    """Whether no call at all can succeed now: credentials that are missing, expired or refused."""
    code = code_of(error)
    if SIGN_IN.match(getattr(error, "operation_name", "")):  # credentials could not be renewed
        return True
    return code in EXPIRED or code in SKEWED or bool(_names(error) & LOADING)


def why(error: Exception, operation: str) -> tuple[Why, str]:
    """Why *operation* has no answer, and one line about it."""
    code, status = code_of(error), status_of(error)
    if not code:
        return _unanswered(error, operation)
    said = _said(error)
    if code in NOT_ACCEPTED:
        return "denied", f"{operation}: AWS does not accept the credentials here ({code})"
    if DENIED.search(code):
        return "denied", _permission(said, operation)
    if throttled(code, status):
        return "throttled", f"{operation}: {code} after all attempts"
    if UNSUPPORTED.search(code) or status == 501:
        return "unsupported", f"{operation}: {code}: {said[:LONGEST]}"
    if ABSENT.search(code) or (code.startswith("Validation") and GONE.search(said)):
        return "absent", f"{operation}: {code}: {said[:LONGEST]}"
    if status >= 500 or not status:
        return "unreachable", f"{operation}: {code} after all attempts"
    if status == 403:
        return "denied", _permission(said, operation)
    if status == 404:
        return "absent", f"{operation}: {code}: {said[:LONGEST]}"
    return "unsupported", f"{operation}: {code}: {said[:LONGEST]}"


def access_error(
    error: Exception,
    profile: str | None,
    region: str | None,
    role_arn: str | None = None,
    profiles: Iterable[str] = (),
) -> AccessError:
    """Why AWS cannot be asked at all, and what to do about it."""
    names, code = _names(error), code_of(error)
    named = f"profile {profile!r}" if profile else "the default profile"
    option = f" --profile {profile}" if profile else ""
    if "ProfileNotFound" in names:
        known = ", ".join(list(profiles)[:12]) or "none"
        return AccessError(f"{named} is not in ~/.aws/config; configured are: {known}")
    if "ConfigParseError" in names:
        return AccessError("the AWS config file cannot be parsed; see `aws configure list`")
    if "NoCredentialsError" in names:
        return no_credentials(profile)
    if names & SSO:
        return AccessError(f"the sign-in of {named} has expired; run `aws sso login{option}`")
    if "LoginError" in names:
        return AccessError(f"the sign-in of {named} has expired; run `aws login{option}`")
    if code in EXPIRED:
        return AccessError(
            f"the credentials of {named} have expired; renew them, then run the same command again"
        )
    if code in SKEWED:
        return AccessError("AWS refuses the time of the request; set the clock of this machine")
    if code in NOT_ACCEPTED:
        return AccessError(
            f"AWS does not accept the credentials of {named} in {region} ({code});"
            " check the key, and that the account has enabled this region"
        )
    if role_arn is not None and DENIED.search(code):
        return AccessError(
            f"may not assume {role_arn}; allow sts:AssumeRole on it, and in its trust policy"
        )
    if code or isinstance(error, ValueError):
        return AccessError(
            f"signing in with {named} failed ({code or 'a wrong setting'});"
            f" check with `aws sts get-caller-identity{option}`"
        )
    if "HTTPClientError" in names or "ConnectionError" in names:
        return AccessError(
            f"cannot reach {_host(error)} for {region} ({type(error).__name__});"
            " check the region's name, the network and proxy, and AWS_ENDPOINT_URL"
        )
    return AccessError(
        f"the credentials of {named} cannot be loaded ({type(error).__name__});"
        f" check with `aws sts get-caller-identity{option}`"
    )


def no_credentials(profile: str | None) -> AccessError:
    """No provider has credentials."""
    if profile:
        return AccessError(
            f"profile {profile!r} has no credentials; run `aws configure --profile {profile}`"
            f" or `aws sso login --profile {profile}`"
        )
    return AccessError(
        "no AWS credentials; name a profile with --profile, run `aws sso login`,"
        " or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )


def no_region(profile: str | None) -> AccessError:
    """Neither an option nor the environment nor the profile names a region."""
    where = f"profile {profile!r}" if profile else "the default profile"
    return AccessError(f"no region: {where} has none; pass --region, or set AWS_REGION")


def _names(error: Exception) -> set[str]:
    return {cls.__name__ for cls in type(error).__mro__}


def _unanswered(error: Exception, operation: str) -> tuple[Why, str]:
    names = _names(error)
    if names & {"HTTPClientError", "ConnectionError", "IncompleteReadError", "ResponseParserError"}:
        return "unreachable", f"{operation}: {_host(error)}: {type(error).__name__}"
    if "BotoCoreError" not in names:  # its parsers met what is not AWS's
        return "unreachable", f"{operation}: the answer cannot be read ({type(error).__name__})"
    return "unsupported", f"{operation}: {type(error).__name__}: {_line(str(error))}"


def _permission(said: str, operation: str) -> str:
    """`lambda:GetPolicy on arn:…`, out of AWS's words, else as the action database has it."""
    read = READS.get(operation)
    known = read.actions if read else (operation.replace(".", ":", 1),)
    told = EXPLICIT.search(said)
    because = f" (explicit deny in a {told[1]})" if told else ""
    found = NOT_ALLOWED.search(said)
    if found is None:
        return ", ".join(known) + because
    spelled = {action.lower(): action for action in known}  # SQS writes its actions in lower case
    action = spelled.get(found[1].lower(), found[1])
    resource = (found[2] or "").strip("\"'.,;")[:LONGEST]
    return f"{action} on {resource}{because}" if resource else f"{action}{because}"


def _said(error: Exception) -> str:
    response = getattr(error, "response", {})
    return _line(
        str(response.get("Error", {}).get("Message", "")), 4 * LONGEST
    )  # a permission stands behind two ARNs


def _line(text: str, longest: int = LONGEST) -> str:
    return " ".join(text.split())[:longest]


def _host(error: Exception) -> str:
    """The host that was asked, without the user and password that an address may hold."""
    told = getattr(error, "kwargs", {})
    url = told.get("endpoint_url") or told.get("proxy_url") or ""
    try:
        parts = urlsplit(str(url))
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "the endpoint"
    return f"{parts.hostname}{port}" if parts.hostname else "the endpoint"
