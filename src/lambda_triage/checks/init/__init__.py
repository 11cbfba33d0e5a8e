"""Start-up: inits that fail, time out or take long."""
