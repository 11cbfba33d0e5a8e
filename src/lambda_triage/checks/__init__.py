"""Checks: one mechanism each, as a file pair `<family>/<slug>.py` and `<family>/<slug>.md`."""
