"""What each page shows, built from querysets as plain values. No request, no clock."""
