"""What the admin of every reviewed record shares: permissions, saving, transitions, bulk actions."""
