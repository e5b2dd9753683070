"""The middle floor: how change travels. Knows spaces, events and documents; no country, board or lesson."""
