"""The whole of an installation: copied while it is in use, brought back, and moved to another database."""
