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
        if graph["sources"]:
            # the very same sources, by the steps of networkx's own function
            from networkx.algorithms.centrality import betweenness as steps

            def from_sources(sources):
                total = dict.fromkeys(one, 0.0)
                for source in sources:
                    stack, before, paths, _ = steps._single_source_shortest_path_basic(one, source)
                    total, _ = steps._accumulate_basic(total, stack, before, paths, source)
                return total

            scale = nodes / len(graph["sources"]) / ((nodes - 1) * (nodes - 2))
            timed(
                "networkx",
                "sampled betweenness",
                nodes,
                lambda: from_sources(graph["sources"]),
                highest=lambda found: max(found.values()) * scale,
            )
        if graph["communities"]:
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
        if graph["sources"]:
            # this version of igraph takes no sources: its exact measure would take nodes / sources times as long
            print(json.dumps({"note": "igraph counts betweenness from all nodes only"}), file=sys.stderr)
        if graph["layout"]:
            import random

            random.seed(1)

            def kept(name, places):
                path = f'{graph["layout"]}.{name}.json'
                with open(path, "w", encoding="utf-8") as out:
                    json.dump([value for place in places for value in place], out)
                return path

            timed(
                "igraph Fruchterman-Reingold",
                "layout",
                nodes,
                lambda: other.layout_fruchterman_reingold(grid="auto"),
                places=lambda found: kept("fr", found),
            )
            timed("igraph DrL", "layout", nodes, lambda: other.layout_drl(), places=lambda found: kept("drl", found))
        if graph["betweenness"]:
            timed("igraph", "betweenness", nodes, lambda: other.betweenness(), highest=lambda found: max(found) * scale)
        if graph["communities"]:
            timed("igraph", "communities", nodes, lambda: other.community_multilevel(), modularity=lambda found: found.modularity)
