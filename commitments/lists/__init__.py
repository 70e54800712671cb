"""The public lists: one module per noun declares its columns, filters, table, references and rows."""
