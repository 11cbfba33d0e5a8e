"""Bytes of log events → rows of interest. A leaf: it knows no file, no case and no check."""
