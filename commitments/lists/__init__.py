"""The public lists: one module a noun declares its columns, filters, table, references and rows."""
