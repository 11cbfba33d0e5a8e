"""A function of a template run on this machine: template → function → run → what went wrong."""
