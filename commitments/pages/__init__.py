"""What each page shows, put together from querysets as plain values. No request, no clock."""
