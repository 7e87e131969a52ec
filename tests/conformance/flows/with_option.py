"""A decorator that the command line adds to every step."""
# $ run --with retry:times=1,minutes_between_retries=0

from metaflow import FlowSpec, catch, current, retry, step


class WithOptionFlow(FlowSpec):
    @step
    def start(self):
        self.attempt = current.retry_count
        if current.retry_count == 0:
            raise RuntimeError("once")
        self.next(self.own)

    @retry(times=2, minutes_between_retries=0)
    @step
    def own(self):
        self.own_attempt = current.retry_count
        if current.retry_count < 2:
            raise RuntimeError("twice")
        self.next(self.caught)

    @catch(var="failure", print_exception=False)
    @step
    def caught(self):
        self.caught_attempt = current.retry_count
        raise RuntimeError("always")
        self.next(self.end)

    @step
    def end(self):
        print(self.attempt, self.own_attempt, self.caught_attempt)


if __name__ == "__main__":
    WithOptionFlow()
