"""Covers: every argument of @kubernetes at once."""

from metaflow import FlowSpec, kubernetes, step


class EverythingFlow(FlowSpec):
    @kubernetes(
        cpu=4,
        memory=16000,
        disk=50000,
        image="registry.example.com/team/train:2.3",
        image_pull_policy="IfNotPresent",
        image_pull_secrets=["regcred"],
        service_account="trainer",
        secrets=["warehouse", "tracking"],
        node_selector={"node.example.com/pool": "gpu", "kubernetes.io/arch": "amd64"},
        namespace="research",
        gpu=1,
        gpu_vendor="nvidia",
        tolerations=[
            {"key": "dedicated", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"},
            {"key": "spot", "operator": "Exists"},
        ],
        labels={"team": "vision", "cost-centre": "c-42"},
        annotations={"example.com/contact": "vision@example.com", "example.com/note": "100% ok"},
        use_tmpfs=True,
        tmpfs_tempdir=True,
        tmpfs_size=2048,
        tmpfs_path="/scratch",
        persistent_volume_claims={"datasets": "/mnt/datasets", "models": "/mnt/models"},
        shared_memory=1024,
        port=8080,
        compute_pool="large",
        hostname_resolution_timeout=120,
        qos="Guaranteed",
        extended_resources={"vendor.example.com/fpga": "1"},
        security_context={
            "privileged": False,
            "allow_privilege_escalation": False,
            "run_as_user": 1000,
            "run_as_group": 1000,
            "run_as_non_root": True,
        },
    )
    @step
    def start(self):
        self.trained = True
        self.next(self.end)

    @kubernetes(
        node_selector="kubernetes.io/os=linux,disk=ssd", qos="Burstable", executable="python3.12"
    )
    @step
    def end(self):
        print("trained:", self.trained)


if __name__ == "__main__":
    EverythingFlow()
