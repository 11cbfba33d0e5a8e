"""What changes something outside: a plan as data, shown first, then done. No diagnosis uses it."""
