"""Threads, processes and Metaflow's own helper for them within a step."""
# $ run

import multiprocessing
import threading

from metaflow import FlowSpec, parallel_map, step


def square(number):
    return number * number


class ProcessesFlow(FlowSpec):
    @step
    def start(self):
        with multiprocessing.Pool(2) as pool:
            self.pooled = pool.map(square, range(4))
        self.mapped = parallel_map(lambda number: number + 1, [1, 2, 3])
        found = []
        thread = threading.Thread(target=lambda: found.append(1))
        thread.start()
        thread.join()
        self.threaded = found
        self.main = threading.current_thread() is threading.main_thread()
        self.next(self.end)

    @step
    def end(self):
        print(self.pooled, self.mapped)


if __name__ == "__main__":
    ProcessesFlow()
