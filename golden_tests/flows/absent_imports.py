"""Covers: modules that are not installed where the flow is compiled, so that only flowc, which
imports nothing, can read it."""

import numpy_that_is_absent as np
import torch_that_is_absent.nn.functional as F
from metaflow import FlowSpec, resources, step
from torch_that_is_absent import optim, tensor
from torch_that_is_absent.utils.data import DataLoader

from not_in_this_folder import Model


class AbsentFlow(FlowSpec):
    @resources(gpu=1, memory=32000)
    @step
    def start(self):
        self.model = Model(tensor(np.ones(3)))
        self.optimiser = optim.Adam(self.model.parameters())
        self.next(self.evaluate)

    @step
    def evaluate(self):
        losses = [F.mse_loss(self.model(x), y) for x, y in DataLoader([])]
        self.loss = sum(losses)
        self.next(self.end)

    @step
    def end(self):
        print(self.loss)


if __name__ == "__main__":
    AbsentFlow()
