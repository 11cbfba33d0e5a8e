"""What a deployment or a call refers to: missing, busy, retired or beyond a quota."""
