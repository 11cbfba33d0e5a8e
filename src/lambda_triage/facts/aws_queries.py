"""What `query --live` may call besides the reads: a query is billed for what it scans.

Prices: CloudWatch pricing page, "Logs Insights queries", per GB scanned. Actions: AWS Service
Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs", 2026.
"""

from __future__ import annotations

from lambda_triage.facts.aws_reads import Read

GROUP = "queries"
START, ANSWER, STOP = "logs.StartQuery", "logs.GetQueryResults", "logs.StopQuery"
QUERIES = (
    Read(START, GROUP, ("logs:StartQuery",), ("log-group",), None, None, "begins a query, billed"),
    Read(ANSWER, GROUP, ("logs:GetQueryResults",), (), None, None, "its rows so far"),
    Read(STOP, GROUP, ("logs:StopQuery",), (), None, None, "ends a query that nobody waits for"),
)
