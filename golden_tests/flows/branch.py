"""Covers: two branches and a join that merges what they left."""

from metaflow import FlowSpec, step


class BranchFlow(FlowSpec):
    @step
    def start(self):
        self.text = "the quick brown fox"
        self.next(self.count_words, self.count_letters)

    @step
    def count_words(self):
        self.words = len(self.text.split())
        self.next(self.join)

    @step
    def count_letters(self):
        self.letters = len(self.text.replace(" ", ""))
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs)
        self.mean_length = self.letters / self.words
        self.next(self.end)

    @step
    def end(self):
        print("a word has", self.mean_length, "letters")


if __name__ == "__main__":
    BranchFlow()
