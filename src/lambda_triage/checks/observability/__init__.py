"""Logs and metrics that are missing, invalid, too many or too talkative."""
