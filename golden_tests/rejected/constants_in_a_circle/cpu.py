from memory import MEMORY

CPU = MEMORY // 4000
