"""Events that Lambda queues itself, and what becomes of those that fail."""
