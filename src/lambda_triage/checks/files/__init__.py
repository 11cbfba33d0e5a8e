"""The file system: full, read-only, or out of descriptors."""
