"""Peers that cannot be reached: names, ports, routes, certificates and file systems."""
