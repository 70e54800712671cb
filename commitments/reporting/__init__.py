"""How rows are chosen, ordered, shown and taken away: declarations over querysets, without a request."""
