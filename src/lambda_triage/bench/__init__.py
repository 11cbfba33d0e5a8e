"""Labelled incidents → scores."""
