"""Measures networks with networkx: what stands in standard input, as JSON to standard output."""
import json
import math
import sys
import warnings

import networkx as nx

warnings.filterwarnings("ignore")


def plain(value):
    return None if isinstance(value, float) and math.isnan(value) else value


def measured(network):
    graph = nx.DiGraph() if network["directed"] else nx.Graph()
    graph.add_nodes_from(range(network["nodes"]))
    for a, b, weight in network["edges"]:
        graph.add_edge(a, b, weight=weight)
    around = nx.Graph()
    around.add_nodes_from(graph)
    for a, b, weight in network["edges"]:
        known = around.get_edge_data(a, b, {"weight": 0})["weight"]
        around.add_edge(a, b, weight=known + weight)
    try:
        eigenvector = nx.eigenvector_centrality(graph, max_iter=20000, tol=1e-13)
    except nx.PowerIterationFailedConvergence:
        eigenvector = None
    largest = around.subgraph(max(nx.connected_components(around), key=len))
    groups = {}
    for node, group in enumerate(network["communities"]):
        groups.setdefault(group, set()).add(node)
    by_node = {
        "degree": nx.degree_centrality(graph),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "pagerank": nx.pagerank(graph, tol=1e-14, max_iter=10000),
        "effective_size": nx.effective_size(graph),
        "core": nx.core_number(graph),
    }
    if eigenvector is not None:
        by_node["eigenvector"] = eigenvector
    return {
        "nodes": {name: [plain(values[node]) for node in range(network["nodes"])] for name, values in by_node.items()},
        "graph": {
            "density": nx.density(graph),
            "components": nx.number_connected_components(around),
            "average_clustering": nx.average_clustering(around),
            "transitivity": nx.transitivity(around),
            "diameter": nx.diameter(largest),
            "modularity": nx.community.modularity(around, groups.values()),
        },
        "louvain": max(
            nx.community.modularity(around, nx.community.louvain_communities(around, seed=seed)) for seed in range(3)
        ),
    }


json.dump([measured(network) for network in json.load(sys.stdin)], sys.stdout)
