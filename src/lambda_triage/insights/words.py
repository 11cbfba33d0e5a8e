"""The words that filters look for: what is kept of each message are bits, one for each word.

A bit that is not set says that the word is nowhere in the message, so that whoever looks for it
need not read the message. A set bit says less: see `word_bits`.
"""

from __future__ import annotations

from lambda_triage.scan.literals import Literal

# What failures are told with, and so what filters look for: the words of the saved queries and of
# AWS's samples, and a few of runtimes and SDKs; each one more makes every first query slower. The
# place of a word is its bit, and rarer words have higher ones: a filter for them passes over all
# events whose number is lower. ASCII without line ends: no correction of a message makes one.
WORDS = (
    Literal(b"status: ", caseless=True),
    Literal(b"not found", caseless=True),
    Literal(b"warn", caseless=True),
    Literal(b"error", caseless=True),
    Literal(b"fail", caseless=True),
    Literal(b"timeout", caseless=True),
    Literal(b"exception", caseless=True),
    Literal(b"WARN"),
    Literal(b"Error"),
    Literal(b"ERROR"),
    Literal(b"Exception"),
    Literal(b"denied", caseless=True),
    Literal(b"refused", caseless=True),
    Literal(b"exceeded", caseless=True),
    Literal(b"throttl", caseless=True),
    Literal(b"traceback", caseless=True),
    Literal(b"exited", caseless=True),
    Literal(b"killed", caseless=True),
    Literal(b"timed out", caseless=True),
    Literal(b"panic", caseless=True),
    Literal(b"fatal", caseless=True),
    Literal(b"out of memory", caseless=True),
)
