"""The errors of SAM that are known: a kind, how it is recognised, and the next step.

The words were taken from SAM CLI 1.170's own output (2026-11). Groups of a pattern fill its
sentence; `resource` names the resource, `message` is the part worth telling.
"""

from __future__ import annotations

import re

from msgspec import Struct


class Known(Struct, frozen=True):
    """One error."""

    kind: str
    says: re.Pattern[str]
    next: str


def _known(kind: str, says: str, next: str) -> Known:
    return Known(kind, re.compile(says, re.IGNORECASE | re.DOTALL), next)


UNKNOWN = _known(
    "sam_failed", "", "run the planned command in a terminal; the option debug tells more"
)

COMMON = (
    _known("no_credentials", r"Unable to locate credentials|NoCredentialsError",
           "give profile, or sign in with `aws sso login` or `aws configure`"),
    _known("unknown_profile", r"config profile \((?P<name>[^)]{1,200})\) could not be found",
           "give the name of a profile of ~/.aws/config"),
    _known("expired", r"Expired_?Token|RequestExpired|security token included in the request is"
           r" expired|(SSO|Token).{0,80}(has|is) expired|expired or is otherwise invalid",
           "sign in again, for example `aws sso login`, and call the tool once more"),
    _known("invalid_credentials",
           r"InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch",
           "these keys are not known to AWS; give another profile, or sign in again"),
    _known("no_region", r"Unable to resolve a region|must specify a region|NoRegionError",
           "give region, an example: eu-west-1"),
    _known("denied", r"AccessDenied|is not authorized to perform|UnauthorizedOperation",
           "ask explain_access with this text which statement is missing"),
    _known("unreachable", r"Could not connect to the endpoint|EndpointConnectionError|"
           r"Connect timeout on endpoint|Could not resolve host",
           "AWS cannot be reached from here; check region, network and proxy"),
    _known("no_template", r"Template file not found at (?P<path>\S+)",
           "give the folder of the template as project_directory, or template_file"),
    _known("no_config", r"Config file .{0,400}(does not exist|could not be read)",
           "give the path of a samconfig file, relative to project_directory"),
    _known("no_stack", r"Stack with id '?(?P<name>[\w:/.-]{1,200})'? does not exist",
           "no such stack in this region and account; check stack_name, region and profile"),
    _known("template_yaml", r"Failed to parse template",
           "correct the template at the line that is named"),
    _known("template_invalid",
           r"InvalidResourceException\('(?P<resource>[\w/]{1,255})', ['\"](?P<message>.{1,1000}?)"
           r"['\"]\)",
           "correct this resource in the template; `lambda-triage validate` names the line"),
    _known("template_invalid", r"InvalidSamDocumentException|InvalidTemplateException",
           "correct the template; `lambda-triage validate` names the line"),
    _known("refused_argument", r"No such option: (?P<name>\S+)",
           "this version of the SAM CLI is too old for it; upgrade aws-sam-cli, or leave it out"),
    _known("refused_argument", r"Invalid value for|Missing option|Incorrect value",
           "correct the argument that is named"),
)  # fmt: skip

INIT = (
    _known("unknown_runtime", r"Invalid value for '-r' / '--runtime': '(?P<name>[^']{1,100})' is",
           "give one of the runtimes that are listed"),
    _known("unknown_template", r"Can't find application template (?P<name>\S{1,100})",
           "hello-world is there for every runtime; or give location instead"),
    _known("no_such_pair", r"does not have an available initialization template",
           "this runtime has no template with this dependency_manager (python: pip; nodejs: npm;"
           " java: maven, gradle; dotnet: cli-package; go: mod; ruby: bundler)"),
    _known("exists", r"\"?(?P<path>\S+?)\"? directory already exists",
           "give another project_name or project_directory"),
    _known("bad_location", r"Please verify your location",
           "location is a Git or Mercurial repository, an HTTPS address of a .zip, or a local"
           " folder or .zip of a Cookiecutter template"),
    _known("not_fetched", r"(clone|download).{0,200}(fail|error|unable)|Unable to (clone|download)",
           "the template could not be fetched; check the network, or give a local location"),
)  # fmt: skip

BUILD = (
    _known("missing_package",
           r"Could not satisfy the requirement: (?P<name>[\w.<>=!~\[\],-]{1,120})",
           "{name} does not exist for this runtime and architecture, or its index cannot be"
           " reached; correct requirements.txt, or build in a container: options"
           " {{\"use_container\": true}}"),
    _known("missing_package",
           r"E404.{0,2000}requested resource '(?P<name>[\w@./^~*-]{1,120})' could not be found",
           "npm knows no {name}; correct package.json, or give npm its registry (.npmrc)"),
    _known("missing_runtime",
           r"Binary validation failed for (?P<tool>\w+),.{0,4000}for runtime: (?P<name>[\w.]+)",
           "{name} is not installed on this machine: install it, or build in a container:"
           " options {{\"use_container\": true}} (needs Docker or Finch)"),
    _known("missing_tool", r"Cannot find (?P<name>[\w-]+)\.|(?P<tool>\w+) must be installed|"
           r"Path resolution for \w+ of binary: (?P<binary>[\w.-]+) was not successful",
           "install the build tool that is named, and have it on PATH"),
    _known("no_docker", r"requires a container runtime|Docker is unreachable|Is Docker running",
           "install and start Docker or Finch, or build without a container: options"
           " {{\"use_container\": false}}"),
    _known("no_runtime", r"<class 'NoneType'> to a TOML item",
           "a function has no Runtime: give it one, in its Properties or in Globals"),
    _known("no_makefile", r"Makefile.{0,200}(not found|No such file)|No rule to make target",
           "a function with BuildMethod makefile needs a Makefile with target build-<logical id>"
           " in its CodeUri"),
    _known("unsupported_runtime", r"'(?P<name>[\w.]{1,40})' runtime is not supported|"
           r"Unsupported runtime (?P<other>\S+)",
           "upgrade aws-sam-cli, or give the function a supported Runtime"),
)  # fmt: skip

DEPLOY = (
    _known("capabilities", r"Requires capabilities : \[(?P<name>[A-Z_, ]{1,200})\]",
           "call again with capabilities [{name}] added, when the plan's roles and macros are"
           " meant to be made"),
    _known("rollback_complete", r"is in ROLLBACK_(COMPLETE|FAILED) state",
           "its first deployment failed, and nothing of it is left: delete the stack"
           " (aws cloudformation delete-stack), correct the reason, and deploy again; diagnose"
           " with stack names the reason"),
    _known("rollback_failed", r"is in UPDATE_ROLLBACK_FAILED state",
           "finish the rollback first (aws cloudformation continue-update-rollback)"),
    _known("busy", r"is in (?P<state>\w+_IN_PROGRESS) state",
           "another operation works on this stack ({state}); wait until it is over"),
    _known("no_bucket", r"S3 Bucket does not exist|NoSuchBucket",
           "s3_bucket does not exist in this account and region: make it, or leave s3_bucket out"
           " and have resolve_s3 make one"),
    _known("bucket_not_given", r"S3 Bucket not specified",
           "leave resolve_s3 true, or give s3_bucket"),
    _known("bucket_region", r"bucket is in a different region|PermanentRedirect",
           "give an s3_bucket of this region, or leave it out"),
    _known("template_invalid",
           r"\(ValidationError\) when calling the (CreateChangeSet|ValidateTemplate) operation:"
           r" (?P<message>Template .{1,1000})",
           "correct the template; `lambda-triage validate` names the line"),
    _known("change_set_failed", r"Failed to create changeset for the stack: .{1,2000}?Reason:"
           r" (?P<message>.{1,1500})", "correct what the reason names, and deploy again"),
    _known("denied", r"AccessDenied|is not authorized to perform",
           "ask explain_access with this text which statement is missing"),
    _known("expired", r"ExpiredToken|token included in the request is expired",
           "sign in again, for example `aws sso login`, and deploy once more"),
    _known("change_set_failed", r"Failed to create changeset for the stack: [\w:/-]{1,200}, "
           r"(?P<message>.{1,1500})", "correct what the message names, and deploy again"),
    _known("upload_failed", r"Unable to upload artifact (?P<message>.{1,1000})",
           "build first (sam_build), and check that the bucket may be written"),
)  # fmt: skip

READ = (
    _known("too_long", r"Read timeout on endpoint URL",
           "the function runs for over 60 s, and SAM waits no longer; it goes on in AWS: read its"
           " end with sam_logs or diagnose, or invoke it with options"
           " {{\"parameter\": {{\"InvocationType\": \"Event\"}}}}"),
    _known("no_resource", r"Can't find resource information from stack name \((?P<stack>[^)]*)\)"
           r" and resource id \((?P<name>[^)]*)\)",
           "give the logical id of a function in this stack, as its template has it"),
    _known("no_resource", r"No valid resources find to pull information",
           "give the logical id of a function in this stack, or cw_log_group"),
    _known("bad_time", r"Unable to parse the time provided by '(?P<name>[\w-]+)'",
           "times are as 2026-11-20T08:00:00, or as `10min ago`"),
    _known("bad_event", r"(Invalid|malformed|not valid) (JSON|event|payload)",
           "give event as an object, or a text that is JSON"),
)  # fmt: skip
