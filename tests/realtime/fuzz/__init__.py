"""Random bytes into every place where a client's bytes come in: `python -m tests.realtime.fuzz --inputs 1000000`."""
