"""`data "aws_iam_policy_document"` → the policy in JSON that it stands for.

Source: the AWS provider's documentation of the data source, 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.templates.terraform_shape import listed, objects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json

    Tree = dict[str, Json]

DOCUMENT = "aws_iam_policy_document"
LISTS = {
    "actions": "Action", "not_actions": "NotAction",
    "resources": "Resource", "not_resources": "NotResource",
}  # fmt: skip
OTHERS = ("source_policy_documents", "override_policy_documents", "source_json", "override_json",
          "dynamic")  # fmt: skip  # of which the policy is made, too


def policy(body: Mapping[str, Json]) -> Json:
    """The policy; None where a part of it comes from elsewhere."""
    if any(body.get(name) for name in OTHERS):
        return None
    statements: list[Json] = [_statement(s) for s in objects(body.get("statement"))]
    return {"Version": body.get("version") or "2012-10-17", "Statement": statements}


def _statement(told: Tree) -> Tree:
    found: Tree = {"Effect": told.get("effect") or "Allow"}
    if sid := told.get("sid"):
        found["Sid"] = sid
    for name, plain in LISTS.items():
        if name in told:
            found[plain] = listed(told[name])
    for block, plain in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        if named := objects(told.get(block)):
            found[plain] = _principals(named)
    if conditions := objects(told.get("condition")):
        found["Condition"] = _conditions(conditions)
    return found


def _principals(named: list[Tree]) -> Json:
    found: Tree = {}
    for one in named:
        type, who = str(one.get("type")), listed(one.get("identifiers"))
        if type == "*":
            return "*"
        held = found.get(type)
        found[type] = [*(held if isinstance(held, list) else []), *who]
    return found


def _conditions(told: list[Tree]) -> Tree:
    found: Tree = {}
    for one in told:
        inner = found.setdefault(str(one.get("test")), {})
        if isinstance(inner, dict):
            inner[str(one.get("variable"))] = listed(one.get("values"))
    return found
