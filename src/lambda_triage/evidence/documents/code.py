"""What was built and declared: the files of a code package, and a template as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """One member of a code package.

    mode   Unix mode bits; None where the archive was made without them
    magic  first bytes, hexadecimal (`7f454c46` ELF, `cffaedfe` Mach-O, `4d5a` Windows)
    machine  CPU of an ELF file: x86_64, arm64; None for other files
    """

    path: str
    size: int  # bytes, unpacked
    mode: int | None = None
    magic: str = ""
    machine: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Document):
    """The listing of a code package. Its resource is the function, where the file name tells it."""

    KIND: ClassVar[str] = "packages"

    files: tuple[PackageFile, ...] = ()
    zipped: int | None = None  # bytes
    unpacked: int | None = None  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One resource of a template, with what could be resolved of its properties.

    type  CloudFormation type; Terraform and serverless.yml keep their own (`aws_sqs_queue`)
    line  in the template, 1-based
    """

    id: str
    type: str
    properties: Mapping[str, Json]
    line: int | None = None
    depends_on: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Document):
    """A SAM, CloudFormation, CDK, Terraform or serverless.yml template."""

    KIND: ClassVar[str] = "templates"

    language: str = "cloudformation"
    resources: tuple[Declared, ...] = ()
    transforms: tuple[str, ...] = ()
