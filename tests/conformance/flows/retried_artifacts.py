"""What a failed attempt set is not there in the next one; the last one counts."""
# $ run

from metaflow import FlowSpec, catch, current, retry, step


class RetriedArtifactsFlow(FlowSpec):
    @step
    def start(self):
        self.log = ["start"]
        self.next(self.work)

    @retry(times=2, minutes_between_retries=0)
    @step
    def work(self):
        self.log.append(current.retry_count)
        self.had_earlier = hasattr(self, "earlier")
        if current.retry_count < 2:
            self.earlier = current.retry_count
            raise RuntimeError("again")
        self.next(self.never)

    @catch(var="failure", print_exception=True)
    @retry(times=1, minutes_between_retries=0)
    @step
    def never(self):
        self.log.append("never")
        self.last = current.retry_count
        raise RuntimeError(f"failed {current.retry_count}")
        self.next(self.end)

    @step
    def end(self):
        print(self.log, self.had_earlier, self.last, self.failure.exception)


if __name__ == "__main__":
    RetriedArtifactsFlow()
