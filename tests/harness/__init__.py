"""What `make test` and `make check` do; by the standard library alone."""
