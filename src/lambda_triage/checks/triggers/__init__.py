"""Checks of what should invoke functions: rules, schedules, topics, buckets and pipes."""
