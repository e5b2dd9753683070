"""The ASGI application: pages by Django, sockets by the realtime floor."""

import gc
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
_pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402

from realtime.routing import sockets  # noqa: E402

from .bodies import bounded  # noqa: E402

application = ProtocolTypeRouter({"http": bounded(_pages), "websocket": sockets})

# What open documents hold lives long, and a full look for garbage among it stands still for 100 ms. So what is loaded
# by now is never looked at again, and the rest seldom; what needs no look, nearly all, is freed at once as ever.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
