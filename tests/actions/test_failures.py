"""What SAM prints becomes the failure that everything else follows, and its next step."""

from __future__ import annotations

import pytest

from lambda_triage.actions.execute import Outcome
from lambda_triage.actions.sam.failures import (
    build_failure,
    deploy_failure,
    init_failure,
    read_failure,
    unchanged,
)  # fmt: skip
from tests.actions.outputs import outcome

PACKAGE = "no-such-package-xyzzy-12345"


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        ("init-runtime", "unknown_runtime", "'python9' is not one of"),
        ("init-template", "unknown_template", "template nope"),
        ("init-manager", "no_such_pair", "python3.13 and dependency manager npm"),
        ("init-exists", "exists", "directory already exists"),
        ("init-location", "bad_location", "verify your location"),
    ],
)
def test_a_refused_project_is_told_why(said, kind, message):
    found = init_failure(outcome(said))

    assert found.kind == kind
    assert message in found.message


@pytest.mark.parametrize(
    ("said", "kind", "resource", "message"),
    [
        ("build-pip", "missing_package", "Hello", f"{PACKAGE}==9.9"),
        ("build-npm", "missing_package", "Hello", f"{PACKAGE}@1"),
        ("build-runtime", "missing_runtime", "Hello", "python3.9"),
        ("build-codeuri", "no_source", "Hello", "/home/dev/p3/nowhere does not exist"),
        ("build-property", "template_invalid", "Hello", "property Foo not defined"),
        ("build-no-runtime", "no_runtime", None, "NoneType"),
        ("build-yaml", "template_yaml", None, "line 2, column 1"),
        ("build-docker", "no_docker", None, "container runtime"),
        ("build-template", "no_template", None, "Template file not found"),
    ],
)
def test_a_failed_build_names_the_function_and_the_builders_error(said, kind, resource, message):
    found = build_failure(outcome(said))

    assert found is not None
    assert (found.kind, found.resource) == (kind, resource)
    assert message in found.message


def test_a_missing_package_is_named_in_the_next_step():
    found = build_failure(outcome("build-pip"))

    assert found is not None
    assert f"{PACKAGE}==9.9 does not exist for this runtime" in found.next


def test_a_good_build_has_no_failure():
    assert build_failure(outcome("build-good")) is None


@pytest.mark.parametrize("said", ["deploy-create", "deploy-update", "deploy-wide"])
def test_a_failed_deployment_is_the_first_resource_that_failed(said):
    found = deploy_failure(outcome(said), "two")

    assert (found.kind, found.resource) == ("resource_failed", "Audit")
    assert found.resource_type == "AWS::IAM::Policy"
    assert found.message.startswith("The role with name nobody")
    assert found.message.endswith("-has-this-role cannot be found.")


@pytest.mark.parametrize(
    ("said", "kind", "next"),
    [
        ("deploy-no-credentials", "no_credentials", "give profile"),
        ("deploy-no-region", "no_region", "give region"),
        ("deploy-profile", "unknown_profile", "name of a profile"),
        ("deploy-expired", "expired", "sign in again"),
        ("deploy-invalid-token", "invalid_credentials", "not known to AWS"),
        ("deploy-denied", "denied", "explain_access"),
        ("deploy-bucket", "no_bucket", "s3_bucket does not exist"),
        ("deploy-no-bucket", "bucket_not_given", "resolve_s3"),
        ("deploy-capabilities", "capabilities", "[CAPABILITY_NAMED_IAM]"),
        ("deploy-rollback-complete", "rollback_complete", "delete-stack"),
        ("deploy-in-progress", "busy", "UPDATE_IN_PROGRESS"),
        ("deploy-template", "template_invalid", "correct the template"),
    ],
)
def test_a_deployment_that_did_not_begin_is_told_why(said, kind, next):
    found = deploy_failure(outcome(said), "two")

    assert found.kind == kind
    assert next in found.next


def test_nothing_to_deploy_is_no_failure():
    assert unchanged(outcome("deploy-unchanged"))
    assert not unchanged(outcome("deploy-good"))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("remote-stack", "no_stack"),
        ("remote-resource", "no_resource"),
        ("remote-expired", "expired"),
        ("remote-slow", "too_long"),
        ("logs-resource", "no_resource"),
        ("logs-time", "bad_time"),
    ],
)
def test_what_could_not_be_asked_is_told_why(said, kind):
    assert read_failure(outcome(said)).kind == kind


def test_a_command_that_was_stopped_says_what_it_last_said():
    found = deploy_failure(Outcome(None, ("Uploading", "waiting for the stack", ""), 840.2), "two")

    assert found.kind == "timed_out"
    assert found.message == "stopped after 840 s; it last said: waiting for the stack"


def test_an_unknown_error_is_given_in_its_own_words():
    found = read_failure(Outcome(1, ("Error: something new", "and more of it"), 1.0))

    assert (found.kind, found.message) == ("sam_failed", "something new\nand more of it")
