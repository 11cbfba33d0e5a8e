"""Exported logs and CLI answers, in every container → blocks of log events, and documents."""
