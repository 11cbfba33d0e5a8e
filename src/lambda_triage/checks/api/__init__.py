"""Checks on APIs, function URLs and their access logs."""
