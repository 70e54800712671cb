"""Hostile values in every parameter of every address of the running product: `make hostile`."""
