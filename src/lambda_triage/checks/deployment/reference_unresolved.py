"""References of a template to what it does not declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    names = ("name", "missing", "condition", "attribute", "requested")
    name = next((v for n in names if (v := signal.captures.get(n))), "what the message names")
    told = f"Declare {name}, correct its spelling, or drop the reference; names are case-sensitive"
    return (EditCode(told),)


REFERENCE_UNRESOLVED = signature_check(
    id="deployment/reference-unresolved",
    title="The template refers to something it does not declare",
    severity=Severity.HIGH,
    cause="template_reference_unresolved",
    since="0.1",
    messages=(
        message(
            "template",
            "references undefined",
            "undefined resource",
            "instance of Fn::",
            "Unresolved resource",
            "resource dependencies [",
            "Unresolved dependencies [",
            "Unresolved condition",
            pattern=wrapped(
                r"instance of (?P<function>Fn::\w{1,40}) references undefined resource "
                r"(?P<name>[\w.-]{1,255})|Unresolved (?:resource )?dependencies \["
                r"(?P<missing>[\w.:,\s-]{1,255})\]|Unresolved condition dependency "
                r"(?P<condition>\w{1,255})"
            ),
            source="AWS CloudFormation, ValidateTemplate ValidationError, 2026",
        ),
        message(
            "attribute",
            "does not support attribute",
            "Requested attribute",
            "does not exist in schema for",
            pattern=wrapped(
                r"resource (?P<resource>\w{1,255}) does not support attribute type "
                r"(?P<attribute>[\w.]{1,100})|Requested attribute "
                r"(?P<requested>[\w.]{1,100}) does not exist in schema for"
            ),
            source="AWS CloudFormation, Fn::GetAtt errors, 2026",
        ),
        message(
            "terraform",
            "Error: Reference to undeclared",
            "Error: Invalid reference",
            "Error: Unsupported attribute",
            pattern=(
                r"│\s{1,4}Error: (?P<kind>Reference to undeclared \w{1,20}|Invalid "
                r"reference|Unsupported attribute)|Error: (?:Reference to undeclared "
                r"[\w ]{1,20}|Invalid reference|Unsupported attribute)\s{1,80}on "
                r"[^\n]{1,200}\.tf(?:\.json)? line"
            ),
            source="hashicorp/terraform internal/terraform/evaluate.go, 2025",
        ),
        message(
            "lint",
            "E1010 '",
            "E1020 ",
            "E1012 ",
            pattern=(
                r"^E10(?:10|12|20) [^\n]{0,200}?'(?P<name>[\w.]{1,255})' (?:is not one "
                r"of|does not exist)"
            ),
            source="cfn-lint rules E1010, E1012 and E1020, 2025",
        ),
    ),
    summary="The template refers to a resource, attribute or variable that it does not declare",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
