"""Templates whose form or properties CloudFormation or a tool does not accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "sam":
        lint = ("sam", "validate", "--lint")
        return (Command(lint, "Check the template, with every line at fault"),)
    named = (signal.captures.get(n) for n in ("property", "key", "path", "type"))
    name = next((n for n in named if n), "the property")
    told = f"Correct {name}: spelling, indentation and type, as the resource's reference has them"
    return (EditCode(told),)


PROPERTY_REFUSED = signature_check(
    id="deployment/property-refused",
    title="The template is not valid",
    severity=Severity.HIGH,
    cause="template_invalid",
    since="0.1",
    messages=(
        message(
            "property",
            "Encountered unsupported",
            "unsupported property",
            "Properties validation",
            "extraneous key [",
            "Invalid template resource",
            "Invalid template property",
            "Unrecognized resource",
            "EarlyValidation::Property",
            pattern=wrapped(
                r"Encountered unsupported property (?P<property>[\w.]{1,120})"
                r"|Properties validation failed for resource (?P<resource>\w{1,255})"
                r"|extraneous key \[(?P<key>[\w.-]{1,120})\] is not permitted|Invalid "
                r"template (?:resource )?property|Unrecognized resource types?: \["
                r"(?P<type>[\w:]{1,120})|EarlyValidation::PropertyValidation"
            ),
            source="AWS CloudFormation, ValidationError and resource handler contract, 2026",
        ),
        message(
            "value",
            "Value of property",
            "Model validation failed",
            "Template format error",
            "Failed to parse template",
            pattern=wrapped(
                r"Value of property (?P<property>[\w.]{1,120}) must be (?:of|an?) "
                r"|Model validation failed \(|Template format error: (?!Number of"
                r"|Unresolved|Parameter )|Failed to parse template: "
            ),
            source="AWS CloudFormation, ValidationError; aws-sam-cli, 2026",
        ),
        message(
            "sam",
            "Invalid Serverless Application",
            "Resource with id [",
            "Structure of the SAM template",
            pattern=wrapped(
                r"Resource with id \[(?P<resource>\w{1,255})\] is invalid\. (?!Runtime, "
                r"Handler|Event with id \[\w{1,255}\] is invalid\. S3 events must)"
                r"|Invalid Serverless Application Specification document\.(?! Number of "
                r"errors found: \d{1,4}\. Resource with id)|Structure of the SAM "
                r"[Tt]emplate is invalid"
            ),
            source="serverless-application-model samtranslator/model/exceptions.py, 2025",
        ),
        message(
            "serverless",
            "Configuration error at",
            "Invalid configuration encountered",
            pattern=(
                r"^\W{0,12}(?:Error: )?(?:Configuration error at '(?P<path>(?:functions"
                r"|provider|service|resources|custom|package|layers|plugins"
                r"|root)\b[\w.\[\]-]{0,200})'|Invalid configuration "
                r"encountered\s{1,20}at ')"
            ),
            source="serverless lib/classes/config-schema-handler, 2025",
        ),
        message(
            "terraform",
            "Error: Unsupported argument",
            "Error: Unsupported block type",
            "Error: Missing required argument",
            "Error: Invalid resource type",
            pattern=(
                r"│\s{1,4}Error: (?P<kind>Unsupported (?:argument|block type)|Missing "
                r"required argument|Invalid resource type)|Error: (?:Unsupported "
                r"(?:argument|block type)|Missing required argument|Invalid resource "
                r"type)\s{1,80}on [^\n]{1,200}\.tf(?:\.json)? line"
            ),
            source="hashicorp/hcl decoder diagnostics; terraform, 2025",
        ),
    ),
    summary="The template has a form, a property or a value that is not accepted",
    fix=_fix,
    symptom="deployment",
)
