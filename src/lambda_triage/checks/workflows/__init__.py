"""Checks on Step Functions workflows and durable functions."""
