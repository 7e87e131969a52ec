"""Artifacts changed in place, deleted, rebound, shared by two names."""
# $ run

from metaflow import FlowSpec, step


class ChangesFlow(FlowSpec):
    @step
    def start(self):
        self.box = {"list": [1]}
        self.alias = self.box["list"]
        self.spare = "to be deleted"
        self.kept = "as it is"
        self.number = 1
        self.next(self.change)

    @step
    def change(self):
        self.shared = self.alias is self.box["list"]
        self.box["list"].append(2)
        self.number += 1
        print(self.spare)
        del self.spare
        self.fresh = 1
        del self.fresh
        self.had = hasattr(self, "spare")
        self.next(self.look)

    @step
    def look(self):
        self.still = (self.box, self.alias, self.number, hasattr(self, "spare"))
        try:
            print("again:", self.spare)
        except AttributeError:
            print("there is no spare one")
        self.next(self.end)

    @step
    def end(self):
        print(self.still, self.kept)


if __name__ == "__main__":
    ChangesFlow()
