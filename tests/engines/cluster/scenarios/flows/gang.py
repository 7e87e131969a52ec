"""Members of a gang that talk to the first one over the network."""

import socket
import time

from metaflow import FlowSpec, current, parallel, step

PORT = 29600


def hear(count):
    """The first member's part: what each of the others says."""
    with socket.create_server(("", PORT)) as server:
        server.settimeout(300)
        heard = []
        for _ in range(count):
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(100).decode())
                connection.sendall(b"heard")
    return sorted(heard)


def tell(address, text):
    """What the first member answers."""
    while True:
        try:
            with socket.create_connection((address, PORT), timeout=300) as connection:
                connection.sendall(text.encode())
                return connection.recv(100).decode()
        except ConnectionRefusedError:
            time.sleep(0.5)


class GangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.member, num_parallel=3)

    @parallel
    @step
    def member(self):
        gang = current.parallel
        if gang.node_index == 0:
            self.said = hear(gang.num_nodes - 1)
        else:
            self.said = tell(gang.main_ip, f"member {gang.node_index}")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.said = [one.said for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    GangFlow()
