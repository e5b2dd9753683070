"""The first page: what waits for me, what changed, my groups. Stores nothing of its own."""
