"""The addresses of the sockets."""

from channels.routing import URLRouter

sockets = URLRouter([])
