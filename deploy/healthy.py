"""Whether the server of this container answers on its socket: the code that this ends with."""

import http.client
import os
import socket
import sys


class SocketConnection(http.client.HTTPConnection):
    """HTTP over the socket on which nginx asks."""

    def connect(self) -> None:
        """There is no port to connect to."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(4)
        self.sock.connect(os.environ.get("WEB_SOCKET", "/run/cartagena/web.sock"))


host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
connection = SocketConnection(host)
connection.request("GET", "/healthz")
sys.exit(connection.getresponse().status != http.client.OK)
