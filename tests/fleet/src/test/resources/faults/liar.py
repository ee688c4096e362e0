"""A server that does not keep to HTTP; the path says how."""

import os
import socket
import threading

ANSWERS = {
    b"/fine": b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine",
    b"/garbage": b"\x00\xffno HTTP at all\r\n\r\n",
    b"/cut": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nonly this",
    b"/chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    b"/nothing": b"",
}
silent = []


def answer(client):
    request = b""
    while b"\r\n\r\n" not in request:
        received = client.recv(4096)
        if not received:
            client.close()
            return
        request += received
    path = request.split()[1]
    if path == b"/hang":
        silent.append(client)
        return
    client.sendall(ANSWERS[path])
    client.close()


server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()
