"""Random logs and random queries over them."""
