"""Redaction: secrets, personal data and environment values become tokens.

tokens      the same value → the same token, in every file that was redacted with one key
spans       what a rule found, and how findings that overlap become one
shapes      secret by their own form: keys, tokens, signed addresses, passwords in addresses
assigned    secret by the name before it: `password=…`, JSON members, headers, query strings
personal    e-mail addresses, telephone numbers, cards and accounts with a checksum, IP addresses
keys        private keys, of one line or of many
gate        which rules are worth running on which lines: one pass of Hyperscan over a block
settings    environment variables: what may stay, what their values tell
documents   AWS's answers by their structure: environments, headers, name and value apart
stream      a file of any size, line by line
redactor    all of it under one key
"""

from __future__ import annotations

from lambda_triage.evidence.redaction.redactor import Redactor

__all__ = ["Redactor"]
