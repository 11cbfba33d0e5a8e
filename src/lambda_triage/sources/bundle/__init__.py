"""Evidence on disk: AWS's own answers, redacted, and a manifest of what was asked and is missing.

manifest.json   schema version, target, account, region, window, gaps
documents/      one answer per file, `<number>-<service>.<operation>.<resource>.json`
logs/           answers of FilterLogEvents, one file per log group and slice of the window
calls.jsonl     attempts and timings; no part of the bundle's identity
"""
