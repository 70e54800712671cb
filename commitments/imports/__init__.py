"""Progress notes read in from a file: rows to verbs, and no rule of its own."""
