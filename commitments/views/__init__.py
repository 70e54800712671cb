"""Answers to requests: queryset, filter, table and template; the clock and the user are read here."""
