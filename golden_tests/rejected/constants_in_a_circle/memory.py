from cpu import CPU

MEMORY = CPU * 4000
