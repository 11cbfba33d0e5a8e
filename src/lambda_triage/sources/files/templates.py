"""Which language a template is written in, and its text as a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.sources.files.item import Document, Skipped

if TYPE_CHECKING:
    from lambda_triage.sources.files.unpack import Content

TEMPLATE_LIMIT = 8 << 20  # bytes of JSON
TEXT_LIMIT = 1 << 20  # bytes of YAML and HCL, which are slow to parse; CloudFormation takes 1 MB

CLOUDFORMATION = re.compile(
    rb"^(?:AWSTemplateFormatVersion|Transform)\s*:|^['\"]?Resources['\"]?\s*:\s*(?:#[^\n]*)?\r?\n"
    rb"(?:(?:[ \t\r][^\n]*)?\n){0,40}?[ \t]+(?:[^\s:{]{1,200}\s*:\s*\{\s*)?['\"]?Type['\"]?\s*:"
    rb"\s*['\"]?(?:AWS|Custom|Alexa)::"
    rb"|^['\"]?Resources['\"]?\s*:\s*\{\s*['\"]?\w{1,200}['\"]?\s*:\s*\{\s*['\"]?Type['\"]?\s*:"
    rb"\s*['\"]?(?:AWS|Custom|Alexa)::",
    re.MULTILINE,
)
FLOW = re.compile(  # YAML that only looks like JSON: its keys are bare
    rb"\s*\{\s*(?:AWSTemplateFormatVersion|Transform|Description|Metadata|Parameters|Mappings"
    rb"|Conditions|Globals|Resources|Outputs)\s*:"
    rb"(?=[\s\S]{0,60000}?['\"]?Type['\"]?\s*:\s*['\"]?AWS::)"
)
CLOUDFORMATION_JSON = re.compile(
    rb"\"(?:AWSTemplateFormatVersion|Resources)\"\s*:(?=[\s\S]{0,60000}\"Type\"\s*:\s*\"AWS::)"
)
SERVERLESS = re.compile(rb"^service\s*:", re.MULTILINE)
PROVIDER = re.compile(rb"^provider\s*:(?:\s*aws\b|[\s\S]{0,2000}?\bname\s*:\s*aws\b)", re.MULTILINE)
TERRAFORM = re.compile(
    rb"^[ \t]*(?:resource|data)\s+\"aws_\w+\"\s+\"[\w-]+\"\s*\{|^[ \t]*provider\s+\"aws\"\s*\{",
    re.MULTILINE,
)
# What `terraform show -json` and `terraform state pull` begin with, and configuration in JSON.
TERRAFORM_JSON = re.compile(
    rb"\s*\{(?=[\s\S]{0,2000}?\"terraform_version\"\s*:\s*\")"
    rb"(?=[\s\S]{0,2000}?\"(?:format_version|lineage|serial)\"\s*:)"
    rb"|\s*\{(?=[\s\S]{0,60000}?\"resource\"\s*:\s*\[?\s*\{\s*\"aws_\w+\"\s*:\s*\[?\s*\{\s*\"[\w-]+\""
    rb"\s*:\s*\[?\s*\{)"
)
ANSWER = re.compile(rb"\s*\{\s*\"(?:TemplateBody|StagesAvailable)\"\s*:")  # of GetTemplate
IS_JSON = re.compile(rb"\s*\{\s*[\"}]")


def template_language(head: bytes) -> str | None:
    """cloudformation, serverless or terraform; None for what is no template."""
    if head.lstrip()[:1] == b"{":
        if ANSWER.match(head):
            return None
        if TERRAFORM_JSON.match(head):
            return "terraform"
        told = CLOUDFORMATION_JSON.search(head) or FLOW.match(head)
        return "cloudformation" if told else None
    if CLOUDFORMATION.search(head):
        return "cloudformation"
    if SERVERLESS.search(head) and PROVIDER.search(head):
        return "serverless"
    return "terraform" if TERRAFORM.search(head) else None


def template(content: Content, index: int) -> Document | Skipped:
    """The whole text of a template, to be parsed by those who know its language."""
    raw = content.read(TEMPLATE_LIMIT + 1)
    language = template_language(raw)
    limit = TEMPLATE_LIMIT if IS_JSON.match(raw) else TEXT_LIMIT
    if len(raw) > limit or language is None:
        reason = f"the template is larger than {limit >> 20} MiB"
        return Skipped("template_too_large", 1, reason, index)
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    return Document(f"template.{language}", {"text": text}, index)
