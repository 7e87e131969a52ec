"""InstallingFlow

Compiled by flowc from golden_tests/flows/runtime_pip.py. Change the flow, not this file.
"""

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/runtime_pip.py:InstallingFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "4e93e77a80d8be4c243a9ca3db834a47f1c16ab1ad751bddbca4ba5a08396f55",
    "FLOWC_RUNTIME": "{{ \"flowc-runtime==0.1.0 \\\\\\n    --hash=sha256:0000000000000000000000000000000000000000000000000000000000000000\\nobstore==0.8.2 ; python_full_version < '3.10' \\\\\\n    --hash=sha256:00c5542616dc5608de82ab6f6820633c9dbab6ff048e770fb8a5fcd1d30cd656 \\\\\\n    --hash=sha256:0822836eae8d52499f10daef17f26855b4c123119c6eb984aa4f2d525ec2678d \\\\\\n    --hash=sha256:08462b32f95a9948ed56ed63e88406e2e5a4cae1fde198f9682e0fb8487100ed \\\\\\n    --hash=sha256:0e37d9046669fcc59522d0faf1d105fcbfd09c84cccaaa1e809227d8e030f32c \\\\\\n    --hash=sha256:2482aa2562ab6a4ca40250b26bea33f8375b59898a9b5615fd412cab81098123 \\\\\\n    --hash=sha256:2646fdcc4bbe92dc2bb5bcdff15574da1211f5806c002b66d514cee2a23c7cb8 \\\\\\n    --hash=sha256:2e3cd6d0822888b7e79c92c1258997289ebf0224598aad8f46ada17405666852 \\\\\\n    --hash=sha256:4153b928f5d2e9c6cb645e83668a53e0b42253d1e8bcb4e16571fc0a1434599a \\\\\\n    --hash=sha256:43da209803f052df96c7c3cbec512d310982efd2407e4a435632841a51143170 \\\\\\n    --hash=sha256:4952d69843bb78c73c9a81258f448003f74ff7b298a60899f015788db98a1cd1 \\\\\\n    --hash=sha256:4a0bf7763292a8fc47d01cd66e6f19002c5c6ad4b3ed4e6b2729f5e190fa8a0d \\\\\\n    --hash=sha256:4accc883b93349a81c9931e15dd318cc703b02bbef2805d964724c73d006d00e \\\\\\n    --hash=sha256:4d9df46aaf25ce80fff48c53382572adc67b6410611660b798024450281a3129 \\\\\\n    --hash=sha256:4eec1fb32ffa4fb9fe9ad584611ff031927a5c22732b56075ee7204f0e35ebdf \\\\\\n    --hash=sha256:53ad53bb16e64102f39559ec470efd78a5272b5e3b84c53aa0423993ac5575c1 \\\\\\n    --hash=sha256:57eda9fd8c757c3b4fe36cf3918d7e589cc1286591295cc10b34122fa36dd3fd \\\\\\n    --hash=sha256:656313dd8170dde0f0cd471433283337a63912e8e790a121f7cc7639c83e3816 \\\\\\n    --hash=sha256:6c36faf7ace17dd0832aa454118a63ea21862e3d34f71b9297d0c788d00f4985 \\\\\\n    --hash=sha256:6e2e4fa92828c4fbc2d487f3da2d3588701a1b67d9f6ca3c97cc2afc912e9c63 \\\\\\n    --hash=sha256:6ebc814302485d453b61df956c09662ebb33471684add5bbc321de7ba265b723 \\\\\\n    --hash=sha256:72556a2fbf018edd921286283e5c7eec9f69a21c6d12516d8a44108eceaa526a \\\\\\n    --hash=sha256:75fa1abf21499dfcfb0328941a175f89a9aa58245bf00e3318fe928e4b10d297 \\\\\\n    --hash=sha256:7cd653932bbb7afe611786388cdb403a4b19b13205e0e43d8b0e4890e0accfd0 \\\\\\n    --hash=sha256:8ccf0f03a7fe453fb8640611c922bce19f021c6aaeee6ee44d6d8fb57db6be48 \\\\\\n    --hash=sha256:8ef6435dfd586d83b4f778e7927a5d5b0d8b771e9ba914bc809a13d7805410e6 \\\\\\n    --hash=sha256:9e1c65c65e20cc990414a8a9af88209b1bbc0dd9521b5f6b0293c60e19439bb7 \\\\\\n    --hash=sha256:ab440e89c5c37a8ec230857dd65147d4b923e0cada33297135d05e0f937d696a \\\\\\n    --hash=sha256:b044ebf1bf7b8f7b0ca309375c1cd9e140be79e072ae8c70bbd5d9b2ad1f7678 \\\\\\n    --hash=sha256:b1326cd2288b64d6fe8857cc22d3a8003b802585fc0741eff2640a8dc35e8449 \\\\\\n    --hash=sha256:b75b4e7746292c785e31edcd5aadc8b758238372a19d4c5e394db5c305d7d175 \\\\\\n    --hash=sha256:b9beed107c5c9cd995d4a73263861fcfbc414d58773ed65c14f80eb18258a932 \\\\\\n    --hash=sha256:bcd47f8126cb192cbe86942b8f73b1c45a651ce7e14c9a82c5641dfbf8be7603 \\\\\\n    --hash=sha256:c4a3e893b2a06585f651c541c1972fe1e3bf999ae2a5fda052ee55eb7e6516f5 \\\\\\n    --hash=sha256:cb76517cca57f6ee9d74be18074a1c0f5ff0e62b4c6e1e0f893993dda93ebbfc \\\\\\n    --hash=sha256:d87f658dfd340d5d9ea2d86a7c90d44da77a0db9e00c034367dca335735110cf \\\\\\n    --hash=sha256:dbfa9c38620cc191be98c8b5558c62071e495dc6b1cc724f38293ee439aa9f92 \\\\\\n    --hash=sha256:ddfbfadc88c5e9740b687ef0833384329a56cea07b34f44e1c4b00a0e97d94a9 \\\\\\n    --hash=sha256:e31a7d37675056d93dfc244605089dee67f5bba30f37c88436623c8c5ad9ba9d \\\\\\n    --hash=sha256:e439d06c99a140348f046c9f598ee349cc2dcd9105c15540a4b231f9cc48bbae \\\\\\n    --hash=sha256:f54f72f30cd608c4399679781c884bf8a0e816c1977a2fac993bf5e1fb30609f \\\\\\n    --hash=sha256:feb4a6e5a3f2d323b3f61356d4ef99dd3f430aaacdaf5607ced5f857d992d2d4 \\\\\\n    --hash=sha256:ff3c4b5d07629b70b9dee494cd6b94fff8465c3864752181a1cb81a77190fe42\\nobstore==0.11.1 ; python_full_version == '3.10.*' \\\\\\n    --hash=sha256:2a9f3d66dbf3c073dd6b6033c0787ef14edf78d97bff95595d6f6979692da264 \\\\\\n    --hash=sha256:2ba3bceec4263b3a70eea873abedb82e03da9599f2326e80d6505cab0c10d401 \\\\\\n    --hash=sha256:307b5f9d64a7c00cd13371e376c05e3914216bd0818a19ff2ae05bc0135e01dc \\\\\\n    --hash=sha256:32dcdae4207656ef353f949f927342e31757f926c58f014873b2d90c70276cb7 \\\\\\n    --hash=sha256:3901f539d764cd2ec74c4e900dd461d89d765b2cacf06379ac7b7014e8d132ca \\\\\\n    --hash=sha256:3b9cb988e03ff963914cf2176aee293eaaff7dcf4efcb905ce6834264b4b0884 \\\\\\n    --hash=sha256:446dfe0019740da25394917585b8b0c116ae79454a633ee83aeb0c973c8812d2 \\\\\\n    --hash=sha256:50de3116af69b6f1669cb443cc200ccdc1523a790a41f00854331b48f716cf8f \\\\\\n    --hash=sha256:63be447e5fdaf0c31517a66906030148697ab3b1f1611fe03e30125a56199ccc \\\\\\n    --hash=sha256:6680094928da4587dfd03be4e9c17ce7eaa1ec287f49519c75896819c0767247 \\\\\\n    --hash=sha256:67b8acfbbab960c2cb14c34294a96556caa67fcff15ee77c716d5c1bd1558606 \\\\\\n    --hash=sha256:6f89647953b4ea50bab3f66591f7f462cd454a5d2fbbeefd885716a2c54e13ce \\\\\\n    --hash=sha256:7275e75228059b2b30772b2ba3e41562a4a92ebdd3a96619d300f98ef152119f \\\\\\n    --hash=sha256:7b1b769fda200cbee559da2100586b3b7810bc9f207fe41b9a00fd749c997799 \\\\\\n    --hash=sha256:801f57c06df5d81eaff8ed553129cedadad12cf1d76fb7499fd6daa1d996c72b \\\\\\n    --hash=sha256:8a399e7c816e8d7bfe5e992a04e25326bd0779822b65bfd3dbc943b8a62192dc \\\\\\n    --hash=sha256:97850f68c8417f7167549bdb705c362c825ed470298c6b04faf52258c5e9234e \\\\\\n    --hash=sha256:a1dd9d7ddc10bbf17cea0e84553a665a822878bd199380557a6df2aa1e60ce34 \\\\\\n    --hash=sha256:b3ab26d158a096c750759981f75f279f6568d945b8fe640e0cebfdff8d601044 \\\\\\n    --hash=sha256:bdc2d273b7656d862c7295d2dab45987a2c22197d60f1cad14c8b86c5af0b452 \\\\\\n    --hash=sha256:c71e619d9965375241566beda8358031fdce8cb136310d4f5b71faa88f278ad1 \\\\\\n    --hash=sha256:e956fa8a953b7eb8580658d68cdf37e410356032c17697a06e44d0e8c4084a0f \\\\\\n    --hash=sha256:eae71e1c5944ade976ce8cd1e780bed9b5c31d6d4f89cb7263e8dcff78f6cd8e \\\\\\n    --hash=sha256:ff634b5edbbf76c56ae81397aa41500a66ad0aa48b1856dcc0cf31b159172dc0\\nobstore==0.12.1 ; python_full_version >= '3.11' \\\\\\n    --hash=sha256:4240e5cb60d091e4a612499630eebede5164c821196322bc8a5ecb4861dc7b1f \\\\\\n    --hash=sha256:437831889a617deb632b54be8e978b59db5c34e57f7329dd5ced1f2ee2895473 \\\\\\n    --hash=sha256:5c1fe53af794af798ac1e0ec509a0cbfc66fe68df98d3cc1b557d4602dd39b50 \\\\\\n    --hash=sha256:656547972c57aee8054fedd2585f4280d50bc8fee192269367547c4a01759d2f \\\\\\n    --hash=sha256:6a019c276c606d930f5a7c538865186f9baa102019be0e24bfc94a8289a571eb \\\\\\n    --hash=sha256:6e8b45d1ceed62706c0e19680a6cb705d9094d550e7f1287e230a86694a7c5c6 \\\\\\n    --hash=sha256:7880d391c3edf7abd6b1cb4c9071acd2c4ea108e4af83f57df4f351f4a5816bc \\\\\\n    --hash=sha256:8378a242379dc8f3955bf17847f22987348f2d978d0e5a43c15fff97a3c60989 \\\\\\n    --hash=sha256:8806b2e4a46a8ae69b1af7187d5bb9a0f1c717583c5525e7eccdf9b7e76da475 \\\\\\n    --hash=sha256:8a357ef92897cec37c6c4f630c71a8b5c3b602439bfeb7201c00682527526434 \\\\\\n    --hash=sha256:94fba14cd7d64f7a0b4da0224dcaec9c379ba7a1ddcad2c5e4c35a0b56977b61 \\\\\\n    --hash=sha256:96ce72f778133851d27602a429e744620ea6e762630a5f58140bb4f71fdaf8be \\\\\\n    --hash=sha256:b9ad04de828d3726da251b95ac7cf5bf4397c026243bb88b2d087e4ca1d7506c \\\\\\n    --hash=sha256:bdbd3db63d7f97ada70ff9351948db6e4ba883ad189e422ffa03ff02dc4c34c4 \\\\\\n    --hash=sha256:bf0131b338f5e23224d9009dd6f67b6088aeeeac80259ae32543f5653bce9ab1 \\\\\\n    --hash=sha256:ca9a0399a5b43de54a31777cc56f8f2f7893ac444cac2b7d834f2bea299cad61 \\\\\\n    --hash=sha256:d31b255aec88d37636d374a651f5efc684c89716ab64dea6ac89d75801933af2 \\\\\\n    --hash=sha256:d7ee9cde74dbe11a4630c90d7245543993f3cebc38a70aceaedcd3b3d6192807 \\\\\\n    --hash=sha256:de9eb44136babc4eccdb96e5d04f195612b976f6e708573a127b2ac46eeb0b49 \\\\\\n    --hash=sha256:e422bf5821e5ceb8577154b62389b5b44136718f345db663bdd592d301aab1c0 \\\\\\n    --hash=sha256:ee8a1d6619ad9db9a84b1e7b769f639d16f7122255e48fec475d93f00d1206f3 \\\\\\n    --hash=sha256:f7e02534dfcc2fd6188a4aa5901bafcf032142fbf8836caab80db7b6ad25e369 \\\\\\n    --hash=sha256:fc673c165955d3b91fac276c8720daa10276f31d685f1e12fa16e4bb0144e82f \\\\\\n    --hash=sha256:fd80719105c062b941b172ffe758b8cebee7ab0526562793fb2e9d57961f8072\\ntyping-extensions==4.16.0 ; python_full_version < '3.13' \\\\\\n    --hash=sha256:481caa481374e813c1b176ada14e97f1f67a4539ce9cfeb3f350d78d6370c2e8\\n\" }}",
}
POD = {
    "image": "python:3.12-slim",
    "cmds": [
        "python",
        "-c",
        "{{ \"import sys\\nsys.path[:] = filter(None, sys.path)\\nimport os, subprocess, tempfile\\nfolder = tempfile.mkdtemp(prefix=\\\"flowc-\\\")\\nlock = os.path.join(folder, \\\"requirements.txt\\\")\\nwith open(lock, \\\"w\\\") as file:\\n    file.write(os.environ[\\\"FLOWC_RUNTIME\\\"])\\npip = [sys.executable, *['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir', '--require-hashes', '--no-deps', '--only-binary=:all:'], \\\"--target\\\", folder, \\\"-r\\\", lock]\\nquiet = dict(os.environ, PIP_ROOT_USER_ACTION=\\\"ignore\\\")\\nif subprocess.call(pip, cwd=folder, env=quiet):\\n    sys.exit(\\\"pip could not install the runtime of flowc.\\\")\\nos.execv(sys.executable, [sys.executable, os.path.join(folder, \\\"runtime_shim\\\"), *sys.argv[1:]])\\n\" }}",
    ],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
    "annotations": {"example.com/cost-center": "4711"},
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="InstallingFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.InstallingFlow.end")],
        **POD,
    )
    start >> end

    run_succeeded = EmptyOperator(task_id="run_succeeded")
    end >> run_succeeded

    on_success_announce = KubernetesPodOperator(
        task_id="on_success_announce",
        arguments=["hook", "announce"],
        env_vars={**ENV, "FLOWC_RUN_STATUS": "success"},
        **POD,
    ).as_teardown(setups=run_succeeded)
    end >> on_success_announce
