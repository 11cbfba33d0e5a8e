"""Streams that are read too slowly, or not past one record."""
