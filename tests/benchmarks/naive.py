"""What a first try with Channels looks like: every connection joins a group, every update is sent to the group.

It checks nothing and stores nothing. It is here to show what that costs; nobody should run it.
"""

import os

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

settings.configure(
    CHANNEL_LAYERS={
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [os.environ["REDIS_URL"]]}}
    }
)

ASK, WHOLE = b"\0\0", b"\0\1\2\0\0"


class Naive(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.group = self.scope["path"].strip("/").replace("/", "-")
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if bytes_data and bytes_data.startswith(ASK):
            await self.send(bytes_data=WHOLE)
        elif bytes_data and bytes_data[0] == 0 and bytes_data[1] == 2:
            await self.channel_layer.group_send(self.group, {"type": "update", "data": bytes_data})

    async def update(self, event: dict[str, bytes]) -> None:
        await self.send(bytes_data=event["data"])


application = ProtocolTypeRouter({"websocket": Naive.as_asgi()})
