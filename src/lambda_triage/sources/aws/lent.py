"""Credentials of a role for a program that cannot assume it itself, as environment variables."""

from __future__ import annotations

from lambda_triage.sources.aws.session import Session


def lent(profile: str | None, region: str | None, role_arn: str | None) -> dict[str, str]:
    """Key, token and region of the role (for an hour), else of the profile. Raises AccessError."""
    session = Session(profile, region, role_arn)
    held = session.credentials().get_frozen_credentials()  # signs in, and asks nothing else
    told = {
        "AWS_ACCESS_KEY_ID": held.access_key,
        "AWS_SECRET_ACCESS_KEY": held.secret_key,
        "AWS_DEFAULT_REGION": session.region,
        "AWS_REGION": session.region,
    }
    return told | ({"AWS_SESSION_TOKEN": held.token} if held.token else {})
