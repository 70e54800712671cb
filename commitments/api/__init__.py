"""The public tables for programs: read-only, over the same rows, filters, orders and clocks as the lists."""
