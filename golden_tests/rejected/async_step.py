"""A step is a coroutine."""

from metaflow import FlowSpec, step


class ScrapeFlow(FlowSpec):
    @step
    def start(self):
        self.urls = ["https://example.com/a", "https://example.com/b"]
        self.next(self.fetch)

    @step
    async def fetch(self):
        self.pages = [await download(url) for url in self.urls]
        self.next(self.end)

    @step
    def end(self):
        print(len(self.pages))


async def download(url):
    return url
