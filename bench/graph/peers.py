"""Times networkx and igraph on the graphs that standard input names: one JSON line an answer."""
import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")
request = json.load(sys.stdin)


def timed(peer, what, nodes, work, share=1.0, **more):
    began, rounds = time.perf_counter(), []
    # short work is done up to ten times, and the best counts
    while not rounds or (len(rounds) < 10 and time.perf_counter() - began < 2):
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        rounds.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = min(rounds)
    answer = {"peer": peer, "what": what, "nodes": nodes, "wall_s": wall / share, "cpu_s": cpu / share, "share": share}
    for name, read in more.items():
        answer[name] = read(found)
    print(json.dumps(answer), flush=True)



try:
    import networkx
except ImportError:
    networkx = None
try:
    import igraph
except ImportError:
    igraph = None

for graph in request["graphs"]:
    with open(graph["file"], encoding="utf-8") as file:
        next(file)
        edges = [tuple(map(int, line.split(","))) for line in file]
    nodes = graph["nodes"]
    if networkx:
        one = networkx.Graph()
        one.add_nodes_from(range(nodes))
        one.add_edges_from(edges)
        if graph["betweenness"]:
            sources = min(nodes, graph["networkx_sources"])
            timed(
                "networkx",
                "betweenness",
                nodes,
                lambda: networkx.betweenness_centrality(one, k=None if sources == nodes else sources, seed=1),
                sources / nodes,
                **({"highest": lambda found: max(found.values())} if sources == nodes else {}),
            )
        timed(
            "networkx",
            "communities",
            nodes,
            lambda: networkx.community.louvain_communities(one, seed=1),
            modularity=lambda found: networkx.community.modularity(one, found),
        )
    if igraph:
        other = igraph.Graph(n=nodes, edges=edges)
        scale = 2 / ((nodes - 1) * (nodes - 2))
        if graph["betweenness"]:
            timed("igraph", "betweenness", nodes, lambda: other.betweenness(), highest=lambda found: max(found) * scale)
        timed("igraph", "communities", nodes, lambda: other.community_multilevel(), modularity=lambda found: found.modularity)
