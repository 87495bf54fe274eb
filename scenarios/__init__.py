"""What can be practised with a client, and what counts as success."""
