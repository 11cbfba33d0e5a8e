"""Invocations that ran into the function's time-out, and those that nearly did."""
