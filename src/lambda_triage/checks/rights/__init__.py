"""What policy documents show, evaluated offline: who may do what, who may not, who may too much."""
