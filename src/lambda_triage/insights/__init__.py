"""The CloudWatch Logs Insights query language over any log events: text → tree → plan → DuckDB."""
