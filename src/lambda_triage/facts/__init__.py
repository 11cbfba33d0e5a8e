"""Facts that age, in dated data files with their source. A leaf."""
