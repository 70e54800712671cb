"""Progress notes in the admin: the list, the form of one note, its pages, import and export."""
