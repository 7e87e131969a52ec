# The package environment pypi-1f9a2b3c4d5e6f70 of TrainFlow, written by `flowc image`.
# Its context is two folders above:
#
#   docker build --file TrainFlow/pypi-1f9a2b3c4d5e6f70/Dockerfile --tag NAME .

FROM registry.example.com/python@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1 AS base
USER 0:0

# The environment's packages come last: where the runtime needs one
# of them, too, it makes do with the environment's.
FROM base AS build
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ARG PIP_BREAK_SYSTEM_PACKAGES="1"
ARG PIP_ROOT_USER_ACTION="ignore"
COPY ["runtime/requirements.txt", "runtime/tools.txt", "runtime/flowc_runtime-0.1.0-py3-none-any.whl", "/usr/share/flowc/"]
COPY ["TrainFlow/pypi-1f9a2b3c4d5e6f70/environment.txt", "/usr/share/flowc/environment.txt"]
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--target", "/tools", "--require-hashes", "--requirement", "/usr/share/flowc/tools.txt"]
RUN ["/tools/bin/uv", "venv", "--no-python-downloads", "--python=3.11", "/opt/flowc"]
RUN ["/tools/bin/uv", "pip", "install", "--no-cache", "--no-deps", "--only-binary=:all:", "--python=/opt/flowc/bin/python", "--compile-bytecode", "--require-hashes", "--requirement", "/usr/share/flowc/requirements.txt"]
RUN ["/tools/bin/uv", "pip", "install", "--no-cache", "--no-deps", "--only-binary=:all:", "--python=/opt/flowc/bin/python", "--compile-bytecode", "--no-index", "/usr/share/flowc/flowc_runtime-0.1.0-py3-none-any.whl"]
RUN ["/tools/bin/uv", "pip", "install", "--no-cache", "--no-deps", "--only-binary=:all:", "--python=/opt/flowc/bin/python", "--compile-bytecode", "--require-hashes", "--requirement", "/usr/share/flowc/environment.txt"]

FROM base
COPY --from=build ["/usr/share/flowc", "/usr/share/flowc"]
COPY --from=build ["/opt/flowc", "/opt/flowc"]
ENV PATH="/opt/flowc/bin:$PATH"
RUN ["install", "-d", "-o", "10001", "-g", "10001", "/home/flowc"]
ENV HOME="/home/flowc" \
    USER="flowc"
WORKDIR /home/flowc
USER 10001:10001
LABEL "org.opencontainers.image.title"="TrainFlow pypi-1f9a2b3c4d5e6f70" \
      "org.opencontainers.image.description"="The packages of steps of a flow, with the runtime of flowc" \
      "flowc.version"="0.1.0" \
      "flowc.flow"="TrainFlow" \
      "flowc.environment"="pypi-1f9a2b3c4d5e6f70"
