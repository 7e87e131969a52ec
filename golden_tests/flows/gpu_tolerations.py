"""Covers: GPUs of two vendors, with the tolerations that the settings give to each."""

from metaflow import FlowSpec, kubernetes, resources, step


class GpuFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.on_nvidia, self.on_amd, self.on_cpu)

    @resources(gpu=1)
    @step
    def on_nvidia(self):
        self.device = "nvidia"
        self.next(self.join)

    @kubernetes(gpu=2, gpu_vendor="amd", tolerations=[{"key": "queue", "value": "batch"}])
    @step
    def on_amd(self):
        self.device = "amd"
        self.next(self.join)

    @kubernetes(gpu=0)
    @step
    def on_cpu(self):
        self.device = "cpu"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.devices = [task.device for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.devices)


if __name__ == "__main__":
    GpuFlow()
