"""Covers: a loop in each task of a foreach, each with its own number of turns."""

from metaflow import FlowSpec, step


class CrawlFlow(FlowSpec):
    @step
    def start(self):
        self.sites = {"a.example": 1, "b.example": 3}
        self.names = sorted(self.sites)
        self.next(self.open_site, foreach="names")

    @step
    def open_site(self):
        self.site = self.input
        self.pages = 0
        self.next(self.fetch_page)

    @step
    def fetch_page(self):
        self.pages += 1
        self.more = self.pages < self.sites[self.site]
        self.next({True: self.fetch_page, False: self.close_site}, condition="more")

    @step
    def close_site(self):
        self.line = f"{self.site}: {self.pages}"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.lines = [task.line for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("\n".join(self.lines))


if __name__ == "__main__":
    CrawlFlow()
