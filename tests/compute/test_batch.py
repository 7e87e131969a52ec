from __future__ import annotations

from typing import Any

from compiler.compute.batch import hook_container, step_container
from compiler.compute.batch_container import (
    BatchContainer,
    Device,
    FileSystem,
    Log,
    MemoryFolder,
)
from compiler.compute.batch_json import container_properties
from compiler.compute.batch_sizes import FARGATE_MEMORY_MIB, fargate_fit
from compiler.compute.bootstrap import BOOTSTRAP_LAUNCH
from compiler.compute.pod import HostVolume
from compiler.diagnostics.span import Span
from compiler.ir.compute import Batch, Resources, Tmpfs
from compiler.ir.step import Step
from compiler.ir.transition import End
from compiler.settings import BatchSettings, DefaultResources, Settings
from runtime_shim import contract

SPAN = Span("flow.py", 1, 1, 1, 2)
PLAIN = Settings()
FARGATE = Settings(batch=BatchSettings(platform="fargate"))
MIB, GIB = 2**20, 2**30


def container(settings: Settings = PLAIN, **fields: Any) -> BatchContainer:
    environment = fields.pop("package_environment", None)
    return step_container(
        Step(name="a", transition=End(), span=SPAN, **fields), settings, environment
    )


def batch(settings: Settings = PLAIN, **fields: Any) -> BatchContainer:
    return container(settings, compute=Batch(span=SPAN, **fields))


def test_a_step_that_asks_for_nothing_gets_what_metaflow_gives() -> None:
    assert container() == BatchContainer(image="python:3.12-slim", vcpus="1", memory_mib=4096)


def test_equal_steps_have_equal_containers() -> None:
    one = batch(efs_volumes={"fs-1": "/data"}, tags={"team": "ml"}, log_driver="syslog")
    assert one == batch(efs_volumes={"fs-1": "/data"}, tags={"team": "ml"}, log_driver="syslog")
    assert hash(one) is not None
    assert one != batch(efs_volumes={"fs-1": "/data"}, tags={"team": "ai"}, log_driver="syslog")


def test_sizes() -> None:
    asked = Resources(
        cpu_millis=1500, memory_bytes=16000 * 10**6, gpu=2, shared_memory_bytes=100 * MIB + 1
    )
    found = container(resources=asked)
    assert (found.vcpus, found.memory_mib, found.gpus) == ("2", 16000, 2)
    assert found.shared_memory_mib == 101
    defaults = Settings(resources=DefaultResources(cpu="4", memory="2Gi"))
    found = container(defaults)
    assert (found.vcpus, found.memory_mib) == ("4", 2048)


def test_what_batch_decides() -> None:
    found = batch(
        image="i",
        iam_role="arn:aws:iam::123456789012:role/job",
        execution_role="arn:aws:iam::123456789012:role/ecs",
        max_swap_bytes=0,
        swappiness=10,
        privileged=True,
        executable="python3",
        log_options=("awslogs-group:a:b",),
    )
    assert found.image == "i"
    assert found.job_role == "arn:aws:iam::123456789012:role/job"
    assert found.execution_role == "arn:aws:iam::123456789012:role/ecs"
    assert (found.max_swap_mib, found.swappiness) == (0, 10)
    assert found.privileged
    assert found.executable == "python3"
    assert found.log == Log("awslogs", (("awslogs-group", "a:b"),))


def test_the_settings_have_the_roles_of_steps_that_name_none() -> None:
    roles = Settings(batch=BatchSettings(job_role="job", execution_role="ecs"))
    found = container(roles)
    assert (found.job_role, found.execution_role) == ("job", "ecs")
    assert hook_container(None, roles).job_role == "job"
    assert batch(roles, iam_role="own").job_role == "own"


def test_devices_are_files_that_are_counted() -> None:
    found = batch(trainium=2, efa=1).devices
    assert found == (
        Device("/dev/neuron0", ("READ", "WRITE")),
        Device("/dev/neuron1", ("READ", "WRITE")),
        Device("/dev/infiniband/uverbs0", ("READ", "WRITE", "MKNOD")),
    )
    assert batch(inferentia=1).devices == found[:1]


def test_volumes() -> None:
    found = batch(host_volumes=("/a", "/b:/c"), efs_volumes={"fs-1": "/mnt/fs-1"})
    assert found.volumes == (
        HostVolume("host-0", "/a", "/a"),
        HostVolume("host-1", "/c", "/b"),
        FileSystem("efs-0", "/mnt/fs-1", "fs-1"),
    )


def test_a_folder_in_memory_takes_half_of_it_and_the_temporary_files() -> None:
    found = batch(tmpfs=Tmpfs())
    assert found.tmpfs == MemoryFolder("/metaflow_temp", 2048)
    assert found.env == (("TMPDIR", "/metaflow_temp"),)
    found = batch(tmpfs=Tmpfs(size_bytes=64 * MIB, path="/fast", tempdir=False))
    assert found.tmpfs == MemoryFolder("/fast", 64)
    assert found.env == ()


def test_the_environment_is_that_of_the_step_and_of_its_packages() -> None:
    found = container(environment={"MODE": "fast"}, package_environment="pypi-1")
    assert found.env == (("MODE", "fast"), (contract.ENV_ENVIRONMENT, "pypi-1"))
    built = Settings(environment_image="r:{environment}")
    found = container(built, package_environment="pypi-1")
    assert (found.image, found.env) == ("r:pypi-1", ())


def test_pip_finds_what_to_install_in_a_variable() -> None:
    found = container(Settings(runtime="pip"))
    assert found.launch == BOOTSTRAP_LAUNCH
    ((name, text),) = found.env
    assert name == contract.ENV_RUNTIME
    assert "--hash=sha256:" in text


def test_fargate_has_fractions_a_network_and_a_disk() -> None:
    found = container(FARGATE, resources=Resources(cpu_millis=500, memory_bytes=2 * GIB))
    assert (found.vcpus, found.memory_mib) == ("0.5", 2048)
    assert found.public_ip
    assert found.ephemeral_storage_gib is None
    assert batch(FARGATE, ephemeral_storage_bytes=30 * GIB).ephemeral_storage_gib == 30
    assert container(FARGATE, resources=Resources(disk_bytes=25 * GIB)).ephemeral_storage_gib == 25
    assert container(FARGATE, resources=Resources(disk_bytes=GIB)).ephemeral_storage_gib is None
    assert container(resources=Resources(disk_bytes=25 * GIB)).ephemeral_storage_gib is None
    private = Settings(batch=BatchSettings(platform="fargate", public_ip=False))
    assert not container(private).public_ip


def test_the_next_machine_of_fargate_has_no_less() -> None:
    for cpu, memories in FARGATE_MEMORY_MIB.items():
        for memory in memories:
            assert fargate_fit(cpu, memory) == (cpu, memory)
            larger = fargate_fit(cpu, memory + 1)
            assert larger is None or (larger[0] >= cpu and larger[1] > memory)


def test_a_container_as_batch_takes_it() -> None:
    plain = container_properties(container(), ["step"])
    assert plain == {
        "image": "python:3.12-slim",
        "command": ["python", "-m", "runtime_shim", "step"],
        "resourceRequirements": [
            {"type": "VCPU", "value": "1"},
            {"type": "MEMORY", "value": "4096"},
        ],
    }
    given = batch(efa=1, tmpfs=Tmpfs(size_bytes=MIB), max_swap_bytes=2 * MIB, swappiness=3)
    linux = container_properties(given, [])["linuxParameters"]
    assert linux == {
        "devices": [
            {
                "hostPath": "/dev/infiniband/uverbs0",
                "containerPath": "/dev/infiniband/uverbs0",
                "permissions": ["READ", "WRITE", "MKNOD"],
            }
        ],
        "tmpfs": [{"containerPath": "/metaflow_temp", "size": 1, "mountOptions": ["defaults"]}],
        "maxSwap": 2,
        "swappiness": 3,
    }


def test_volumes_as_batch_takes_them() -> None:
    made = container_properties(batch(host_volumes=("/b:/c",), efs_volumes={"fs-1": "/d"}), [])
    assert made["volumes"] == [
        {"name": "host-0", "host": {"sourcePath": "/b"}},
        {
            "name": "efs-0",
            "efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "ENABLED"},
        },
    ]
    assert made["mountPoints"] == [
        {"sourceVolume": "host-0", "containerPath": "/c"},
        {"sourceVolume": "efs-0", "containerPath": "/d"},
    ]


def test_fargate_as_batch_takes_it() -> None:
    made = container_properties(batch(FARGATE, ephemeral_storage_bytes=30 * GIB), [])
    assert made["networkConfiguration"] == {"assignPublicIp": "ENABLED"}
    assert made["ephemeralStorage"] == {"sizeInGiB": 30}
