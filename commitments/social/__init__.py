"""Preview pictures for shared links, drawn from plain values."""
