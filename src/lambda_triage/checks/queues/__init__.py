"""Queues that feed functions, and the messages that never arrive."""
