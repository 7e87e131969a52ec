"""Covers: memory-backed folders, shared memory and persistent volumes, each alone and together."""

from metaflow import FlowSpec, kubernetes, step


class VolumesFlow(FlowSpec):
    @kubernetes(use_tmpfs=True)
    @step
    def start(self):
        self.scratch = "half of the memory"
        self.next(self.sized)

    @kubernetes(tmpfs_size=512, tmpfs_path="/fast", tmpfs_tempdir=False)
    @step
    def sized(self):
        self.next(self.shared)

    @kubernetes(shared_memory=2048)
    @step
    def shared(self):
        self.next(self.claimed)

    @kubernetes(persistent_volume_claims={"datasets": "/mnt/datasets"})
    @step
    def claimed(self):
        self.next(self.together)

    @kubernetes(
        memory=8000,
        use_tmpfs=True,
        tmpfs_size=1024,
        shared_memory=1024,
        persistent_volume_claims={"datasets": "/mnt/datasets", "out": "/mnt/out"},
    )
    @step
    def together(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.scratch)


if __name__ == "__main__":
    VolumesFlow()
