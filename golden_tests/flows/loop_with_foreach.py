"""Covers: a foreach in each turn of a loop. Beyond Metaflow, which only has loops of one step."""

from metaflow import FlowSpec, step


class PopulationFlow(FlowSpec):
    @step
    def start(self):
        self.population = [5, 9, 2]
        self.generation = 0
        self.next(self.breed)

    @step
    def breed(self):
        self.generation += 1
        self.next(self.mutate, foreach="population")

    @step
    def mutate(self):
        self.child = self.input + self.index
        self.next(self.select)

    @step
    def select(self, inputs):
        self.generation = inputs[0].generation
        self.population = sorted((task.child for task in inputs), reverse=True)
        self.next(self.decide)

    @step
    def decide(self):
        self.finished = self.generation >= 3
        self.next({True: self.end, False: self.breed}, condition="finished")

    @step
    def end(self):
        print("the fittest is", self.population[0])


if __name__ == "__main__":
    PopulationFlow()
