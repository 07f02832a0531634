/** Networks of persons, organisations and things as graphs: what is read, what is measured, and how sure a ranking is. */
export { chanceOf, sample } from './chance.ts'
export { type Communities, communitiesOf, modularityOf } from './communities.ts'
export { type Components, componentsOf, diameterOf } from './components.ts'
export { coreNumbers } from './cores.ts'
export { distanceFragmentation, distanceReach, fragmentationAfter, type Left, oneByOne } from './fragmentation.ts'
export { type EdgeList, edgesOf, type Graph, graphOf, type Ties } from './graph.ts'
export { type KeyPlayerAim, type KeyPlayers, keyPlayersOf } from './key-players.ts'
export { type LayoutOptions, layoutOf } from './layout.ts'
export {
  betweennessOf,
  closenessOf,
  degreeOf,
  EXACT_NODES,
  EXACT_STEPS,
  type GraphMeasures,
  type Measures,
  measuresOf,
  type NodeMeasures,
  sourcesFor,
} from './measures.ts'
export { DAMPING, eigenvectorOf, pageRankOf } from './powers.ts'
export { BOUNDS, createEdgeReader, type EdgeColumns, type EdgeFault, type EdgesResult, type ReadEdges } from './read-edges.ts'
export { type RankSensitivity, rankSensitivity, ranksOf } from './sensitivity.ts'
export { added, type PathSums, partsOf, pathSums, pathSumsInParts } from './shortest-paths.ts'
export { type Clustering, clusteringOf, effectiveSizes } from './triangles.ts'
