"""Templates of every kind → declared resources → the same documents that AWS's answers become.

text        → load       a tree, with the line of each resource
tree        → resolve    references become keys, what only a deployment knows is marked so
SAM, serverless.yml, Terraform → declared resources in CloudFormation's words (or Terraform's own)
declared    → keep       documents of the case
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.case import Case

# A plan or a state in JSON, as against configuration in JSON.
TERRAFORM_OUTPUT = re.compile(r"\s*\{(?=[\s\S]{0,2000}?\"terraform_version\"\s*:)")


def read_template(
    case: Case, text: str, language: str, input: int, values: Mapping[str, str] | None = None
) -> None:
    """Take a template into the case. Raises FormatError where it cannot be parsed.

    language  cloudformation (SAM and CDK output, too), terraform or serverless
    values    of the template's parameters, as it is deployed
    """
    from lambda_triage.sources.templates.keep import keep

    try:
        if language == "terraform" and TERRAFORM_OUTPUT.match(text):
            from lambda_triage.sources.templates.terraform_json import terraform_json

            keep(case, terraform_json(text), language, input)
        elif language == "terraform":
            from lambda_triage.sources.templates.terraform import terraform

            keep(case, terraform(text), language, input)
        elif language == "serverless":
            from lambda_triage.sources.templates.serverless import serverless

            keep(case, serverless(text), language, input)
        else:
            from lambda_triage.sources.templates.cloudformation import cloudformation

            keep(case, cloudformation(text, values or {}), language, input)
    except RecursionError:
        raise FormatError("the template is nested too deeply") from None
