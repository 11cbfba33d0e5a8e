"""What was built and declared: the files of a code package, and a template as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import Struct

from lambda_triage.evidence.documents.document import Document, Json
from lambda_triage.evidence.place import Place


class PackageFile(Struct, frozen=True, kw_only=True):
    """One member of a code package.

    mode     Unix mode bits; None where the archive was made without them
    machine  of native code: x86_64, arm64; None for other files
    """

    path: str
    size: int  # bytes, unpacked
    mode: int | None = None
    machine: str | None = None


class NativeFile(Struct, frozen=True, kw_only=True):
    """Compiled code in a package, by its header and, where that is not at hand, its name.

    machine  x86_64, arm64, another ELF machine, macos, windows; None where nothing tells
    libc     glibc or musl, where it needs one; None where nothing tells
    python   `cp312`: the one CPython that imports it; None for the stable ABI and for other code
    """

    path: str
    machine: str | None = None
    libc: str | None = None
    python: str | None = None


class Distribution(Struct, frozen=True, kw_only=True):
    """One installed Python distribution: `numpy-2.1.0.dist-info`.

    tags     of its wheel: `cp312-cp312-manylinux_2_17_x86_64`
    modules  top-level modules that its RECORD lists
    """

    name: str
    version: str
    tags: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


class Wait(Struct, frozen=True, kw_only=True):
    """A client's time-out in a source: one wait, and how often the client tries.

    call  the function that is given it: `Config` of botocore, `requests.get`
    """

    call: str
    seconds: float
    attempts: int
    line: int


class Effect(Struct, frozen=True, kw_only=True):
    """A call that is right once and wrong where its result is kept, or where it is made again.

    kind  value (random, an id, the clock), connection, secret, service
    """

    call: str
    kind: str
    line: int


class SourceFile(Struct, frozen=True, kw_only=True):
    """A Python or Node.js source of the package itself, not of its dependencies.

    names    what a handler setting can name in it; None where the text does not decide it
    imports  modules that it cannot load without, with their lines
    waits    time-outs of clients that its code sets in numbers; Python only
    secrets  keys and tokens in its text: what they are, and their lines; never the value
    frozen   what loading it makes, and a snapshot of SnapStart keeps; Python only
    replayed what its durable functions do outside of steps; Python only
    """

    path: str
    names: tuple[str, ...] | None = None
    imports: tuple[tuple[str, int], ...] = ()
    waits: tuple[Wait, ...] = ()
    secrets: tuple[tuple[str, int], ...] = ()
    frozen: tuple[Effect, ...] = ()
    replayed: tuple[Effect, ...] = ()


class Package(Document, frozen=True, kw_only=True):
    """A code package: what stands in it, never unpacked. Its resource is the function, where the
    file name tells it, else the file's own name.

    files        at most 20,000; `whole` is False where there are more
    opened       contents were at hand, so that empty fields mean that there is nothing
    zipped       bytes of the archive; None for folders and listings
    unpacked     bytes of all entries
    modules      top-level Python modules: files, packages, compiled modules
    node_modules packages under node_modules, at the top or in a layer's nodejs/
    sdks         which of boto3, botocore, aws-sdk and @aws-sdk stand in it
    encrypted    entries that cannot be read
    refused      entries that are links or leave the package
    """

    KIND: ClassVar[str] = "packages"

    files: tuple[PackageFile, ...] = ()
    named: bool = False
    opened: bool = False
    whole: bool = True
    entries: int = 0
    zipped: int | None = None
    unpacked: int | None = None
    modules: tuple[str, ...] = ()
    node_modules: tuple[str, ...] = ()
    natives: tuple[NativeFile, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    sdks: tuple[str, ...] = ()
    encrypted: int = 0
    refused: int = 0

    def at(self, path: str) -> Place:
        """Where an entry stands, for a citation."""
        return Place(self.input, path=path)


class Declared(Struct, frozen=True, kw_only=True):
    """One resource of a template, with what could be resolved of its properties.

    type  CloudFormation type; Terraform and serverless.yml keep their own (`aws_sqs_queue`)
    line  in the template, 1-based
    key   what others refer to it by, where its language tells it better than name and id do
    """

    id: str
    type: str
    properties: Mapping[str, Json]
    line: int | None = None
    key: str | None = None
    depends_on: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


class Template(Document, frozen=True, kw_only=True):
    """A SAM, CloudFormation, CDK, Terraform or serverless.yml template."""

    KIND: ClassVar[str] = "templates"

    language: str = "cloudformation"
    resources: tuple[Declared, ...] = ()
    transforms: tuple[str, ...] = ()
