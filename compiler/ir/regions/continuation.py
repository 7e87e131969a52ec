"""Where control goes on after a switch or a loop.

The node that goes on after a switch is the one behind which everything else of the switch
comes together. It is found in the dominator tree: a switch with all it dominates has a
way out, and if every way out comes from one child of the switch in that tree, all the
others lead to that child only. A loop is the same, but for its own edges back.

Where several children have ways out, one of them goes back to an outer loop or into a
tail that is shared further out. Then nothing goes on after the switch: it is the last of
its sequence. So a jump is always the last thing that happens in every region around it,
up to the one it names, and a backend may lower it as a call.
"""

from __future__ import annotations

from compiler.ir.dominators import NONE
from compiler.ir.regions.control import ControlGraph

_NEVER = 1 << 60


class Continuations:
    """Answers for the switches and loops of one graph."""

    def __init__(self, graph: ControlGraph) -> None:
        self._graph = graph
        self._tree = graph.dominators
        self._forward = [_NEVER] * len(graph.successors)
        self._back = [_NEVER] * len(graph.successors)
        self._own_forward = [_NEVER] * len(graph.successors)
        self._own_back = [_NEVER] * len(graph.successors)
        self._measure()

    def _measure(self) -> None:
        """How far up the dominator tree the edges lead, from each node and from below it.

        An edge to `target` leaves exactly those subtrees on its way up that lie below the
        immediate dominator of `target`; so the depth of that says which ones.
        """
        graph, tree = self._graph, self._tree
        for node in reversed(tree.preorder):
            if graph.position[node] == NONE:
                continue
            for target in graph.successors[node]:
                if target == graph.exit:
                    self._own_forward[node] = NONE
                elif graph.is_back(node, target):
                    depth = tree.depth[tree.parent[target]]
                    self._own_back[node] = min(self._own_back[node], depth)
                else:
                    depth = tree.depth[tree.parent[target]]
                    self._own_forward[node] = min(self._own_forward[node], depth)
            children = tree.children[node]
            self._forward[node] = min(
                [self._own_forward[node], *(self._forward[child] for child in children)]
            )
            self._back[node] = min(
                [self._own_back[node], *(self._back[child] for child in children)]
            )

    def after_switch(self, switch: int) -> int | None:
        """The node that goes on after the switch, if there is one."""
        depth = self._tree.depth[switch]
        return self._way_out(switch, depth, depth)

    def after_loop(self, header: int) -> int | None:
        """The node that goes on after the loop, if there is one."""
        depth = self._tree.depth[header]
        node: int | None = header
        while node is not None and self._graph.loops.contains(header, node):
            node = self._way_out(node, depth, depth - 1)
        return node

    def _way_out(self, node: int, forward: int, back: int) -> int | None:
        """The child below which are all edges that lead up beyond these depths."""
        if self._own_forward[node] < forward or self._own_back[node] < back:
            return None
        leading = [
            child
            for child in self._tree.children[node]
            if child != self._graph.exit
            and (self._forward[child] < forward or self._back[child] < back)
        ]
        return leading[0] if len(leading) == 1 else None
