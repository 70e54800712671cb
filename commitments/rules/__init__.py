"""The rules of the domain, without a database: values in, values out."""
