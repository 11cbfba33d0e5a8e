"""What invocations cost, and what they need not cost."""
