"""Services that the function calls: they limit, refuse, fail or take long."""
