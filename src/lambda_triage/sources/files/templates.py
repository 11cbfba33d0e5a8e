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
    rb"^(?:AWSTemplateFormatVersion|Transform)\s*:|^Resources\s*:\s*(?:#[^\n]*)?\r?\n"
    rb"(?:(?:[ \t\r][^\n]*)?\n){0,40}?[ \t]+Type\s*:\s*['\"]?(?:AWS|Custom|Alexa)::",
    re.MULTILINE,
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


def template_language(head: bytes) -> str | None:
    """cloudformation, serverless or terraform; None for what is no template."""
    if head.lstrip()[:1] == b"{":
        return "cloudformation" if CLOUDFORMATION_JSON.search(head) else None
    if CLOUDFORMATION.search(head):
        return "cloudformation"
    if SERVERLESS.search(head) and PROVIDER.search(head):
        return "serverless"
    return "terraform" if TERRAFORM.search(head) else None


def template(content: Content, index: int) -> Document | Skipped:
    """The whole text of a template, to be parsed by those who know its language."""
    raw = content.read(TEMPLATE_LIMIT + 1)
    language = template_language(raw)
    limit = TEMPLATE_LIMIT if raw.lstrip()[:1] == b"{" else TEXT_LIMIT
    if len(raw) > limit or language is None:
        reason = f"the template is larger than {limit >> 20} MiB"
        return Skipped("template_too_large", 1, reason, index)
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    return Document(f"template.{language}", {"text": text}, index)
