"""Code packages at hand, and the functions they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.documents import Package, Template
from lambda_triage.evidence.naming import UNNAMED, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Declared
    from lambda_triage.evidence.function import FunctionConfiguration

LAYERED = frozenset({"python", "nodejs", "java", "ruby", "dotnetcore", "R"})
CODE_PATHS = ("CodeUri", "Filename", "Code", "S3Key")  # of SAM, Terraform, CloudFormation


class Deployed(Struct, frozen=True):
    """One package, the resource that findings about it are told of, and its function."""

    resource: str
    package: Package
    function: FunctionConfiguration | None

    @property
    def runtime(self) -> str:
        """The function's runtime; empty where it is not told."""
        return (self.function.runtime if self.function else None) or ""

    @property
    def python(self) -> tuple[int, int] | None:
        """The runtime's Python version."""
        minor = self.runtime.removeprefix("python3.")
        return (3, int(minor)) if minor != self.runtime and minor.isdigit() else None

    @property
    def node(self) -> int | None:
        """The runtime's Node.js version."""
        major = self.runtime.removeprefix("nodejs").removesuffix(".x")
        return int(major) if major != self.runtime and major.isdigit() else None

    @property
    def layer(self) -> bool:
        """Whether it is laid out as a layer."""
        tops = {file.path.split("/")[0] for file in self.package.files}
        return bool(tops & LAYERED) and tops <= LAYERED | {"lib", "bin", "extensions", "README.md"}

    @property
    def alone(self) -> bool:
        """Whether all that the function loads stands in this package: there are no layers."""
        return self.function is not None and self.function.layers == () and not self.layer


def packages(scene: Scene) -> Iterator[Deployed]:
    """Every package, with the function that its name, a template or the case tells."""
    for package in scene.case.documents(Package):
        resource = _resource(scene, package)
        yield Deployed(resource, package, scene.function(resource))


def _resource(scene: Scene, package: Package) -> str:
    if package.named:
        return scene.key(package.resource)
    stem = name(package.resource)
    for declared in _declared(scene):
        if stem in _stems(declared) or stem == declared.id:
            told = declared.properties.get("FunctionName")
            return scene.key(f"?:{told if isinstance(told, str) else declared.id}")
    key = scene.key(package.resource)
    if scene.function(key) is not None:
        return key
    functions = {f.resource for f in scene.case.functions}
    only = next(iter(functions)) if len(functions) == 1 else package.resource
    return package.resource if only == UNNAMED else only


def _declared(scene: Scene) -> Iterator[Declared]:
    for template in scene.case.documents(Template):
        for declared in template.resources:
            if declared.type == "AWS::Lambda::Function":
                yield declared


def _stems(declared: Declared) -> set[str]:
    """Names of files and folders that a declared function's code comes from, without endings."""
    found = [declared.properties.get(p) for p in CODE_PATHS]
    for value in tuple(found):
        if isinstance(value, dict):
            found.extend(value.get(p) for p in ("S3Key", "Key"))
    paths = [v.rstrip("/") for v in found if isinstance(v, str)]
    return {p.rpartition("/")[2].removesuffix(".zip") for p in paths} - {"", ".", "src"}
