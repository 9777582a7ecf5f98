"""Draws SPEC with the package `diagrams`, and leaves Graphviz's layout as OUT.json.

python peer_diagrams.py SPEC OUT
"""

import json
import sys

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.general import General

spec = json.load(open(sys.argv[1]))
nodes = {}


def place(entries):
    for entry in entries:
        if entry["members"]:
            with Cluster(entry["label"]):
                place(entry["members"])
        else:
            nodes[entry["id"]] = General(entry["label"])


with Diagram(spec["title"], show=False, direction=spec["direction"]) as drawing:
    # It writes pictures only; the layout itself is what is measured.
    drawing.render = lambda: open(drawing.filename, "w").close()
    place(spec["content"])
    for link in spec["links"]:
        edge = Edge(label=link["label"], forward=link["forward"], reverse=link["reverse"])
        # Lines end at nodes only: whoever draws a line to a cluster chooses one in it.
        nodes[link["from"]] - edge - nodes[link["to"]]

with open(sys.argv[2] + ".json", "wb") as out:
    out.write(drawing.dot.pipe(format="json"))
