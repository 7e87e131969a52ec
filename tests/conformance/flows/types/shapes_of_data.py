from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@dataclass
class Circle:
    centre: Point
    radius: float


class Stack(list):
    @property
    def depth(self):
        return len(self)
