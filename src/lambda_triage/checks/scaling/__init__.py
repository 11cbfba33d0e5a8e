"""Limits of rate and concurrency, here and in what is called."""
