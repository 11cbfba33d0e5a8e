"""Answers of AWS in JSON → documents, metrics, spans and changes of the case."""

from lambda_triage.sources.documents.read import read_document

__all__ = ["read_document"]
