"""What the domain decides, without a database: values in, values out."""
