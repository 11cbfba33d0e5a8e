"""Every known form of secret is found and hidden; what only looks alike is left."""

from __future__ import annotations

import re

import pytest

from lambda_triage.checks.observability.secrets_in_log import hidden
from lambda_triage.facts.secrets import SECRETS

BY_NAME = {secret.name: secret for secret in SECRETS}
AB = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF"  # put together here, so that no scanner takes it for real
FORMS = [
    ("aws-key-id", "AKIA" + "Q3EGWV5X7YT2LBNM"),
    ("aws-secret-key", 'AWS_SECRET_ACCESS_KEY="' + AB + "abcdEFGH"),
    ("aws-secret-key", '"SecretAccessKey": "' + AB + "abcd/+GH"),
    ("aws-session-token", '\\"sessionToken\\":\\"' + AB * 4),
    ("jwt", "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiJpbnZlbnRlZCJ9." + AB),
    ("basic", '"Authorization":"Basic ' + "aW52ZW50ZWQ6cGFzcw=="),
    ("private-key", "-----BEGIN RSA PRIVATE KEY-----" + "\\nMIIEvQIBADANBgkqhkiG9w0B"),
    ("url-password", "mongodb+srv://app" + ":Tr0ub4dor@cluster.example/db"),
    ("github", "ghp_" + AB + "abcd"),
    ("github", "github_pat_" + AB),
    ("gitlab", "glpat-" + AB[:20]),
    ("slack", "xoxb-" + "123456789012-" + AB),
    ("stripe", "sk_live_" + AB),
    ("google", "AIzaSy" + AB + "9"),
    ("model-provider", "sk-proj-" + AB),
]
HARMLESS = [
    ("aws-key-id", "AKIAIOSFODNN7EXAMPLE"),
    ("aws-secret-key", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ("jwt", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJpbnZlbnRlZCJ9."),
    ("private-key", "-----BEGIN PRIVATE KEY----- [removed]"),
    ("url-password", "postgres://app:***@db.example/shop"),
    ("url-password", "redis://cache.example:6379/0?owner=me@example.com"),
    ("basic", "Basic authentication is off"),
]


@pytest.mark.parametrize(("name", "text"), FORMS)
def test_the_form_is_found_by_a_literal_and_hidden(name, text):
    secret = BY_NAME[name]
    line = f"before {text} after"
    shown = hidden(line, secret)

    folded = line.lower() if secret.caseless else line
    assert any((x.lower() if secret.caseless else x) in folded for x in secret.literals)
    assert f"[{name}-" in shown
    assert text[-20:] not in shown


@pytest.mark.parametrize(("name", "text"), HARMLESS)
def test_what_only_looks_alike_is_no_secret(name, text):
    assert re.search(BY_NAME[name].pattern, text) is None


def test_citation_shows_only_what_stands_around():
    shown = hidden(f"{'x' * 500} postgres://app:Tr0ub4dor@db {'y' * 500}", BY_NAME["url-password"])

    assert len(shown) < 200
