// What this benchmark uses of a package without types.

declare module 'dijkstrajs' {
  type Costs = Readonly<Record<string, Readonly<Record<string, number>>>>;
  const dijkstra: {
    /** Predecessor of each node reached from `source`. */
    single_source_shortest_paths(graph: Costs, source: string): Record<string, string>;
  };
  export = dijkstra;
}
