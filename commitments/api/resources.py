"""What the API may be asked of each public list beside its filters."""

from commitments.lists.declaration import Column, PublicList


def key_columns(public: PublicList) -> tuple[Column, ...]:
    """The columns that together name one row."""
    return tuple(public.column(name) for name in public.key)


def sort_names(public: PublicList) -> list[str]:
    """The names of the orders, as the list has them."""
    return [name for name, column in public.table.base_columns.items() if column.orderable is not False]
