"""What is different since when: errors, durations, traffic and versions."""
