"""What the demonstration data says: roles only, no real names, no quotes of real people."""
