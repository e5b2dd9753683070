"""Laws are tried on made-up documents; on a busy machine a single one may take long."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
