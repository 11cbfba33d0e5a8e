"""The skill teaches agents what is true: its names, calls, limits and lines are checked."""
