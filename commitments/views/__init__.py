"""Views: queryset, filter, table and template. Only here are the clock and the user read."""
