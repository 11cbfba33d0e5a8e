"""Text of one log event → values. Pure: nothing is read, and what is not known is None."""

TEXT_LIMIT = 256 * 1024  # characters a parser looks at; Lambda keeps 256 KiB of an error object
