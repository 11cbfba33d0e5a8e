"""Requests and responses that do not pass: size, shape, headers and the API in front."""
