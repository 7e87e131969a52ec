"""Covers: two of three cases share a tail of two steps before all of them meet."""

from metaflow import FlowSpec, step


class DocumentFlow(FlowSpec):
    @step
    def start(self):
        self.kind = "scan"
        self.next(
            {"text": self.read_text, "scan": self.read_scan, "sound": self.transcribe},
            condition="kind",
        )

    @step
    def read_text(self):
        self.words = ["plain", "words"]
        self.next(self.store)

    @step
    def read_scan(self):
        self.words = ["rec0gnised", "w0rds"]
        self.next(self.correct)

    @step
    def transcribe(self):
        self.words = ["sp0ken", "w0rds"]
        self.next(self.correct)

    @step
    def correct(self):
        self.words = [word.replace("0", "o") for word in self.words]
        self.next(self.proofread)

    @step
    def proofread(self):
        self.proofread_words = len(self.words)
        self.next(self.store)

    @step
    def store(self):
        self.document = " ".join(self.words)
        self.next(self.end)

    @step
    def end(self):
        print(self.document)


if __name__ == "__main__":
    DocumentFlow()
