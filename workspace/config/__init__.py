"""Where everything is put together: settings from the environment, addresses, the ASGI application."""
