"""An ARN in its parts, and whether the collection's account and region have the resource."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.sources.aws.scope import Scope

FORM = re.compile(
    r"arn:(?P<partition>aws[a-z-]{0,20}):(?P<service>[a-z0-9-]{1,40})"
    r":(?P<region>[a-z0-9-]{0,30}):(?P<account>\d{12}|aws|):(?P<resource>[\w./:@+=,$#|*?-]{1,1600})"
)


class Arn(Struct, frozen=True):
    """`arn:partition:service:region:account:resource`."""

    text: str
    partition: str
    service: str
    region: str
    account: str
    resource: str

    @classmethod
    def of(cls, text: str | None) -> Arn | None:
        """The parts of *text*; None for anything else, and for one that names no single thing."""
        found = FORM.fullmatch(text or "")
        return cls(found[0], **found.groupdict()) if found else None

    @property
    def is_pattern(self) -> bool:
        """Whether it stands for many: a policy's `*` and `?`."""
        return "*" in self.resource or "?" in self.resource

    def is_here(self, scope: Scope) -> bool:
        """Whether the collection's clients can ask about it: the partition and the region fit."""
        return self.partition == scope.partition and self.region in ("", scope.region)

    def is_own(self, scope: Scope) -> bool:
        """Whether it can be asked about by name: the account fits as well."""
        return self.is_here(scope) and self.account in ("", scope.account)
