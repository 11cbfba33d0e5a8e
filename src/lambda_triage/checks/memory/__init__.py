"""Memory: kills at the limit, heaps below it, and growth."""
