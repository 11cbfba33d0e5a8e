"""What every document shares: whose it is, how it is known, and where its fields stand."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct, StructMeta

from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    D = TypeVar("D", bound="Document")

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


class Known(StrEnum):
    """How a document is known, and so what a missing field means."""

    ANSWER = "answer"  # AWS's own: what it leaves out has AWS's default
    LISTED = "listed"  # AWS's own, of a call that tells only some fields: the others are unknown
    TEMPLATE = "template"  # as declared: what it leaves out is created with AWS's default
    NOTE = "note"  # somebody's words: what it leaves out is unknown


def told(api: str, *, template: str = "", terraform: str = "", absent: object = None) -> Any:
    """A field of a document, and where each source tells it.

    api        path in AWS's answer: `A.B`, `List[].Name` for a tuple, alternatives with `|`
    template   path in a CloudFormation resource's properties, where it differs
    terraform  argument of the Terraform resource
    absent     AWS's default, which a missing field means in an answer or a template
    """
    return Where(api, template or api, terraform, absent)


class Where(NamedTuple):
    """Where the sources tell one field, and what its absence means."""

    api: str
    template: str
    terraform: str
    absent: object


class _Told(StructMeta):
    """Keeps beside a kind of document where its fields are told; each is None until it is."""

    WHERE: Mapping[str, Where]

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> _Told:
        own = {name: value for name, value in namespace.items() if isinstance(value, Where)}
        made = super().__new__(cls, name, bases, namespace | dict.fromkeys(own), **options)
        made.WHERE = own
        return made


class Document(Struct, frozen=True, kw_only=True, metaclass=_Told):
    """One answer of AWS, or one declared resource. None is unknown, never a default.

    resource  ARN where known, else `?:name`
    path      prefix of the fields' paths in the input, ending in `.` or empty
    given     fields that the document itself tells; the others have AWS's default or are unknown
    """

    KIND: ClassVar[str] = ""

    resource: str
    known: Known = Known.ANSWER
    input: int = -1
    path: str = ""
    given: frozenset[str] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether AWS itself said all of it, so that what it leaves out speaks as well."""
        return self.known is Known.ANSWER

    @property
    def answered(self) -> bool:
        """Whether AWS itself said it, be it a part: what it tells is so."""
        return self.known in (Known.ANSWER, Known.LISTED)

    @property
    def thing(self) -> str:
        """What the document is about, where several of one resource are not the same thing."""
        return self.resource

    @property
    def name(self) -> str:
        """The last part of the ARN or key, for sentences."""
        return self.resource.rpartition(":")[2].rpartition("/")[2] or self.resource

    def place(self, name: str) -> Place:
        """Where the field *name* stands, for a citation."""
        column = "template" if self.known is Known.TEMPLATE else "api"
        where = type(self).WHERE.get(name)
        found = str(getattr(where, column)).partition("|")[0] if where else ""
        return Place(self.input, path=self.path + found)


def whole_before_listed(documents: Sequence[D]) -> Sequence[D]:
    """Without those that a list tells in part where another document tells the whole thing."""
    if not any(d.known is Known.LISTED for d in documents):
        return documents
    whole = [d.thing for d in documents if d.known is Known.ANSWER]
    exact, names = set(whole), {name(thing) for thing in whole}
    return [
        d
        for d in documents
        if d.known is not Known.LISTED
        or not (d.thing in exact or (not d.thing.startswith("arn:") and name(d.thing) in names))
    ]
