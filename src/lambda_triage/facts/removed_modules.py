"""Modules that a newer runtime no longer brings, and what takes their place."""

from __future__ import annotations

# Sources: AWS Lambda guide, "Building Lambda functions with Node.js" (SDK v3 since nodejs18.x);
# Python 3.12 and 3.13 release notes, "Removals" (PEP 594, PEP 632); botocore 1.13 changelog.
REMOVED = {
    "aws-sdk": ("nodejs18.x", "use the AWS SDK v3 clients (@aws-sdk/client-*), or package aws-sdk"),
    "botocore.vendored": ("python3.8", "package requests and import it directly"),
    "distutils": ("python3.12", "package setuptools, or use its replacement"),
    "imp": ("python3.12", "use importlib"),
    "asyncore": ("python3.12", "use asyncio, or package pyasyncore"),
    "asynchat": ("python3.12", "use asyncio, or package pyasynchat"),
    "smtpd": ("python3.12", "package aiosmtpd"),
    "cgi": ("python3.13", "package legacy-cgi, or use email.message"),
    "crypt": ("python3.13", "package legacycrypt, or use hashlib"),
    "imghdr": ("python3.13", "package filetype"),
    "pipes": ("python3.13", "use shlex and subprocess"),
    "telnetlib": ("python3.13", "package telnetlib3"),
    "pkg_resources": ("python3.12", "package setuptools, or use importlib.metadata"),
}


def replacement(module: str) -> str | None:
    """What to do instead of importing *module*; None when no runtime ever dropped it."""
    for name, (_, advice) in REMOVED.items():
        if module == name or module.startswith((f"{name}/", f"{name}.")):
            return advice
    return None
