"""What the Makefile calls. Each script says what it does and, in one sentence, why it cannot."""
