"""Dominators of a graph whose nodes are the numbers 0 to n - 1.

A node `a` dominates `b` if every path from the root to `b` passes `a`. Nothing here
recurses, and every function is linear or nearly so, whatever the shape of the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Successors = Sequence[Sequence[int]]

NONE = -1


def reverse_postorder(successors: Successors, root: int) -> list[int]:
    """The nodes that `root` reaches; but for loops, each before its successors.

    Where the graph leaves a choice, the nodes behind an earlier successor come first.

    >>> reverse_postorder([[1, 2], [3], [3], []], 0)
    [0, 1, 2, 3]
    """
    order: list[int] = []
    seen = {root}
    stack: list[tuple[int, Iterator[int]]] = [(root, reversed(successors[root]))]
    while stack:
        node, rest = stack[-1]
        following = next((target for target in rest if target not in seen), None)
        if following is None:
            order.append(node)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, reversed(successors[following])))
    order.reverse()
    return order


def immediate_dominators(successors: Successors, root: int) -> list[int]:
    """For each node the closest other node that dominates it.

    `NONE` for the root and for nodes that it does not reach. The algorithm is the one
    of Lengauer and Tarjan (1979) with path compression, O(edges * log nodes); the
    simpler iterative ones are quadratic on deeply nested loops.

    >>> immediate_dominators([[1, 2], [3], [3], []], 0)
    [-1, 0, 0, 0]
    """
    vertex, parent, number = _depth_first(successors, root)
    count = len(vertex)
    predecessors: list[list[int]] = [[] for _ in vertex]
    for index, node in enumerate(vertex):
        for target in successors[node]:
            predecessors[number[target]].append(index)

    # From here on a node is known by its number in depth-first order.
    semi = list(range(count))
    dominator = [0] * count
    forest = _Forest(semi)
    waiting: list[list[int]] = [[] for _ in vertex]
    for node in range(count - 1, 0, -1):
        semi[node] = min(semi[forest.lowest(before)] for before in predecessors[node])
        waiting[semi[node]].append(node)
        above = parent[node]
        forest.link(above, node)
        for held in waiting[above]:
            lowest = forest.lowest(held)
            dominator[held] = lowest if semi[lowest] < semi[held] else above
        waiting[above].clear()
    for node in range(1, count):
        if dominator[node] != semi[node]:
            dominator[node] = dominator[dominator[node]]

    found = [NONE] * len(successors)
    for node in range(1, count):
        found[vertex[node]] = vertex[dominator[node]]
    return found


def _depth_first(successors: Successors, root: int) -> tuple[list[int], list[int], list[int]]:
    """The nodes in depth-first order, the parent of each by number, and the numbers."""
    vertex: list[int] = []
    parent: list[int] = []
    number = [NONE] * len(successors)
    stack = [(root, 0)]
    while stack:
        node, above = stack.pop()
        if number[node] != NONE:
            continue
        number[node] = len(vertex)
        vertex.append(node)
        parent.append(above)
        stack.extend((target, number[node]) for target in reversed(successors[node]))
    return vertex, parent, number


class _Forest:
    """Finds the node of least `semi` on the way up to the root of a growing forest."""

    def __init__(self, semi: list[int]) -> None:
        self._semi = semi
        self._above = [NONE] * len(semi)
        self._lowest = list(range(len(semi)))

    def link(self, above: int, node: int) -> None:
        self._above[node] = above

    def lowest(self, node: int) -> int:
        above, lowest, semi = self._above, self._lowest, self._semi
        if above[node] == NONE:
            return node
        path = []
        while above[above[node]] != NONE:
            path.append(node)
            node = above[node]
        # Compress from the top down, so that each node sees its finished parent.
        for below in reversed(path):
            over = above[below]
            if semi[lowest[over]] < semi[lowest[below]]:
                lowest[below] = lowest[over]
            above[below] = above[over]
        return lowest[path[0] if path else node]


class Tree:
    """A tree (or forest) given by the parent of each node, `NONE` for a root.

    Answers in constant time whether one node is above another.
    """

    def __init__(self, parents: Sequence[int]) -> None:
        self.parent = parents
        self.children: list[list[int]] = [[] for _ in parents]
        self.depth = [0] * len(parents)
        self._enter = [0] * len(parents)
        self._leave = [0] * len(parents)
        self.preorder: list[int] = []
        roots = []
        for node, parent in enumerate(parents):
            if parent == NONE:
                roots.append(node)
            else:
                self.children[parent].append(node)
        stack = roots[::-1]
        while stack:
            node = stack.pop()
            if node < 0:
                self._leave[~node] = len(self.preorder)
                continue
            if parents[node] != NONE:
                self.depth[node] = self.depth[parents[node]] + 1
            self._enter[node] = len(self.preorder)
            self.preorder.append(node)
            stack.append(~node)
            stack.extend(reversed(self.children[node]))

    def contains(self, above: int, below: int) -> bool:
        """Whether `below` is `above` itself or stands somewhere under it."""
        return self._enter[above] <= self._enter[below] < self._leave[above]
