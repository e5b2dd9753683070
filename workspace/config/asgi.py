"""The ASGI application: pages by Django, sockets by the realtime floor."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
_pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402

from realtime.routing import sockets  # noqa: E402

application = ProtocolTypeRouter({"http": _pages, "websocket": sockets})
