"""What containers are made from: the runtime as a wheel, what it requires, Dockerfiles."""
