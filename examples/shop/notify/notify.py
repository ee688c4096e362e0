"""Tells customers about their orders. Python's standard library alone: a fleet runs any language.

It listens on PORT, finds the catalog at CATALOG_URL, and writes a line of JSON per event.
"""

import json
import os
import signal
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CATALOG = os.environ.get("CATALOG_URL", "http://127.0.0.1:8081")
LONGEST_BODY = 64 * 1024


def log(level, message, **fields):
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = {"@timestamp": now, "log.level": level, "message": message, "service.name": "notify"}
    line["service.node.name"] = os.environ.get("MUSTER_REPLICA", "notify")
    print(json.dumps(line | fields), flush=True)


def product_name(product, traceparent):
    """The name of a product, or its id where the catalog cannot say."""
    url = f"{CATALOG}/products/{urllib.parse.quote(product, safe='')}"
    request = urllib.request.Request(url, headers={"traceparent": traceparent} if traceparent else {})
    try:
        with urllib.request.urlopen(request, timeout=2) as response:
            return json.load(response)["name"]
    except (OSError, ValueError, KeyError) as error:
        log("WARN", f"The catalog did not name {product}: {error}")
        return product


class Notifications(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 75

    def do_POST(self):
        body = self.body()
        if self.path != "/notifications":
            return self.answer(404, {"detail": f"{self.path} is not there"})
        if body is None:
            return self.answer(413, {"detail": f"send at most {LONGEST_BODY} bytes, with their Content-Length"})
        try:
            wanted = json.loads(body)
            order, product, quantity = wanted["order"], wanted["product"], wanted["quantity"]
        except (ValueError, KeyError, TypeError) as error:
            return self.answer(400, {"detail": f"no notification: {error!r}"})

        traceparent = self.headers.get("traceparent", "")
        trace = {"trace.id": traceparent.split("-")[1]} if traceparent.count("-") == 3 else {}
        name = product_name(str(product), traceparent)
        log("INFO", f"Told the customer of order {order}: {quantity} x {name} is on its way.", **trace)
        self.answer(202, {"order": order})

    def do_GET(self):
        self.body()
        self.answer(404, {"detail": f"{self.path} is not there"})

    def body(self):
        """The body, read whatever is answered: what stays unread would be taken for the next request.

        None where it is too long or its length is not said; the connection closes after the answer then.
        """
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal() or int(length) > LONGEST_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        kind = "application/json" if status < 400 else "application/problem+json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        # Who sends a body is told that all of it was read: else it may not use the connection again.
        self.send_header("Connection", "close" if self.close_connection else "keep-alive")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """One line per notification is enough."""


class Server(ThreadingHTTPServer):
    # Threads of open connections do not keep a stopping process alive.
    daemon_threads = True
    request_queue_size = 128


def main():
    port = int(os.environ.get("PORT", "8085"))
    server = Server(("127.0.0.1", port), Notifications)
    # shutdown() waits for serve_forever(), which runs on this thread, so another one calls it.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=server.shutdown).start())
    log("INFO", f"notify listens on {port}")
    server.serve_forever(poll_interval=0.2)
    server.server_close()
    log("INFO", "notify stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
