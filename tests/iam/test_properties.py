"""What holds for every policy and request: checked against a naive oracle on a tiny world."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lambda_triage.iam import EVERY, Policies, Request, added, evaluate, missing, parse, principal
from lambda_triage.iam.pattern import glob, matches
from tests.iam.made import ACCOUNT, OTHER, ROLE, ROOT, SESSION

ACTIONS = ("t:Get", "t:Put", "u:Get")
RESOURCES = (f"arn:aws:t:r:{ACCOUNT}:a", f"arn:aws:t:r:{ACCOUNT}:A", f"arn:aws:t:r:{OTHER}:a")
ACTION_PATTERNS = st.sampled_from([*ACTIONS, "T:gET", "t:*", "?:Get", "*"])
RESOURCE_PATTERNS = st.sampled_from([*RESOURCES, "*", "arn:aws:t:*", f"arn:aws:t:r:{ACCOUNT}:?"])
WHO = {"AWS": [SESSION]}, {"AWS": ROLE}, {"AWS": ROOT}, {"AWS": OTHER}, "*"
# One condition key; the policy wants it to be 1, not to be 1, or not to be there.
CONDITIONS = (
    {},
    {"StringEquals": {"k:a": "1"}},
    {"StringNotEquals": {"k:a": "1"}},
    {"Null": {"k:a": "true"}},
    {"StringEqualsIfExists": {"k:a": "1"}},
)


def statements(*, principals: bool):
    made = {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Condition": st.sampled_from(CONDITIONS),
    }
    if principals:
        made["Principal"] = st.sampled_from(WHO)
    return st.builds(
        lambda fixed, not_action, not_resource, actions, resources: {
            **fixed,
            ("NotAction" if not_action else "Action"): actions,
            ("NotResource" if not_resource else "Resource"): resources,
        },
        st.fixed_dictionaries(made),
        st.booleans(),
        st.booleans(),
        st.lists(ACTION_PATTERNS, min_size=1, max_size=2),
        st.lists(RESOURCE_PATTERNS, min_size=1, max_size=2),
    )


def documents(*, principals: bool = False, most: int = 3):
    made = st.lists(statements(principals=principals), max_size=most)
    return made.map(lambda some: {"Version": "2012-10-17", "Statement": some})


REQUESTS = st.builds(
    lambda action, resource, context: Request(
        action, resource, principal(SESSION, role=ROLE), context, context_complete=True
    ),
    st.sampled_from(ACTIONS),
    st.sampled_from(RESOURCES),
    st.sampled_from([{}, {"k:a": "1"}, {"k:a": "2"}]),
)
DOCUMENT, RESOURCE_DOCUMENT = documents(), documents(principals=True)
WORLDS = st.fixed_dictionaries(
    {
        "identity": st.lists(DOCUMENT, max_size=2),
        "resource": st.none() | RESOURCE_DOCUMENT,
        "boundary": st.none() | DOCUMENT,
        "session": st.none() | DOCUMENT,
        "scp": st.lists(st.lists(DOCUMENT, max_size=2), max_size=2),
    }
)


def policies(world, known=EVERY) -> Policies:
    single = {
        kind: world[kind] and parse(world[kind]) for kind in ("resource", "boundary", "session")
    }
    return Policies(
        identity=tuple(map(parse, world["identity"])),
        scp=tuple(tuple(map(parse, level)) for level in world["scp"]),
        known=known,
        **single,
    )


def covers(statement, request) -> bool:
    """The oracle: one statement, one request, nothing unknown."""
    value = request.context.get("k:a")
    holds = {
        "StringEquals": value == "1",
        "StringNotEquals": value != "1",
        "Null": value is None,
        "StringEqualsIfExists": value in (None, "1"),
    }
    action = any(
        fnmatchcase(request.action.lower(), one.lower())
        for one in statement.get("Action", statement.get("NotAction"))
    )
    resource = any(
        fnmatchcase(request.resource, one)
        for one in statement.get("Resource", statement.get("NotResource"))
    )
    return (
        action == ("Action" in statement)
        and resource == ("Resource" in statement)
        and all(holds[operator] for operator in statement["Condition"])
    )


def naive(world, request) -> str:
    """The oracle: AWS's flow chart, read aloud."""

    def said(documents, effect, who=WHO):
        return any(
            one["Effect"] == effect and covers(one, request) and one.get("Principal", "*") in who
            for document in documents
            for one in document["Statement"]
        )

    one = {k: [world[k]] if world[k] else [] for k in ("resource", "boundary", "session")}
    everything = [*world["identity"], *(d for level in world["scp"] for d in level)]
    everything += [*one["boundary"], *one["session"]]
    ours = [who for who in WHO if who != {"AWS": OTHER}]
    if said(everything, "Deny") or said(one["resource"], "Deny", ours):
        return "explicit_deny"
    limits = all(said([d], "Allow") for k in ("boundary", "session") for d in one[k])
    identity = said(world["identity"], "Allow") and limits
    direct = said(one["resource"], "Allow", ({"AWS": [SESSION]}, "*"))
    by_role = said(one["resource"], "Allow", ({"AWS": ROLE},))
    given = said(one["resource"], "Allow", ours)
    if ACCOUNT in request.resource:
        passed = direct or (by_role and limits) or identity
    else:
        passed = identity and given
    organization = all(said(level, "Allow") for level in world["scp"])
    return "allowed" if passed and organization else "implicit_deny"


@settings(max_examples=400, deadline=None)
@given(WORLDS, REQUESTS)
def test_agrees_with_the_naive_reading_of_the_flow_chart(world, request) -> None:
    assert evaluate(request, policies(world)).outcome == naive(world, request)


SIDES = {"allowed": "passes", "implicit_deny": "refused", "explicit_deny": "refused"}


@settings(max_examples=300, deadline=None)
@given(WORLDS, REQUESTS, st.sets(st.sampled_from(sorted(EVERY))), st.booleans(), st.booleans())
def test_knowing_less_never_turns_the_answer(world, request, forgotten, context, resource) -> None:
    full = evaluate(request, policies(world)).outcome
    less = {**world, "identity": world["identity"][:1]} if "identity" in forgotten else world
    for kind in forgotten & {"resource", "boundary", "session"}:
        less = {**less, kind: None}
    if "scp" in forgotten:
        less = {**less, "scp": world["scp"][:1]}
    vague = replace(request, context_complete=False, context={}) if context else request
    vague = replace(vague, resource=None) if resource else vague

    decision = evaluate(vague, policies(less, EVERY - forgotten))

    assert SIDES.get(decision.outcome) in (None, SIDES[full])
    assert decision.outcome in ("unknown", full) or decision.unresolved
    assert bool(decision.unresolved) or decision.outcome != "unknown"


@settings(deadline=None)
@given(WORLDS, REQUESTS, statements(principals=False), st.sampled_from(["identity", "boundary"]))
def test_a_deny_never_widens(world, request, statement, kind) -> None:
    more = {"Version": "2012-10-17", "Statement": [{**statement, "Effect": "Deny"}]}
    before = policies(world)
    after = (
        replace(before, identity=(*before.identity, parse(more)))
        if kind == "identity" or before.boundary is None
        else replace(before, boundary=replace(before.boundary, statements=(
            *before.boundary.statements, *parse(more).statements)))
    )  # fmt: skip

    outcomes = [evaluate(request, one).outcome for one in (before, after)]

    assert outcomes[1] in (outcomes[0], "explicit_deny")


@settings(max_examples=200, deadline=None)
@given(WORLDS, REQUESTS)
def test_what_is_missing_lets_exactly_this_request_pass(world, request) -> None:
    before = policies(world)
    found = missing(request, before)
    if found is None or found.denied_by:
        assert (found is None) == (evaluate(request, before).outcome == "allowed")
        return

    after = added(before, found.grants)

    assert evaluate(request, after).outcome == "allowed"
    for action, resource in product(ACTIONS, RESOURCES):
        other = replace(request, action=action, resource=resource)
        if other != request:
            assert evaluate(other, after).outcome == evaluate(other, before).outcome


@settings(deadline=None)
@given(REQUESTS, st.lists(ACTION_PATTERNS, min_size=1, max_size=3))
def test_not_action_is_the_complement(request, patterns) -> None:
    outcomes = {
        evaluate(request, Policies(identity=(parse({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", element: patterns, "Resource": "*"}}),),
            resource=parse({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "z:Z",
                                          "Resource": "*"}}),
            known=EVERY)).outcome
        for element in ("Action", "NotAction")
        if ACCOUNT in (request.resource or "")
    }  # fmt: skip

    assert outcomes in ({"allowed", "implicit_deny"}, set())


TEXTS = st.text("ab:/*?[]", max_size=8)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_wildcards_agree_with_a_naive_matcher(pattern, text) -> None:
    assert matches(glob(pattern), text) == fnmatchcase(text, pattern.replace("[", "[[]"))


@settings(deadline=None)
@given(st.text("a*?$", max_size=6), st.text("a*?${}b", max_size=6))
def test_an_escaped_resource_covers_only_itself(name, other) -> None:
    at = f"arn:aws:t:r:{ACCOUNT}:"
    asked = Request("t:Get", f"{at}x{name}", principal(SESSION, role=ROLE), context_complete=True)
    found = missing(asked, Policies(known=EVERY))
    assert found is not None

    granted = added(Policies(known=EVERY), found.grants)
    passes = evaluate(replace(asked, resource=f"{at}x{other}"), granted).outcome == "allowed"

    assert passes == (name == other)


def test_a_pattern_of_many_wildcards_takes_little_time() -> None:
    assert not matches(glob("*a" * 2000 + "b"), "a" * 4000)
