"""The tools of the server, one file each; `registry.py` lists them."""
