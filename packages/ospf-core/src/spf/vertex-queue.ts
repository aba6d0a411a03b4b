// The candidate list of Dijkstra's algorithm over vertices with integer keys, RFC 2328 §16.1 (3): take the smallest, networks before
// routers at equal distance, which the key already says.

/** Vertices are 0 … count − 1; each is in the queue at most once. */
export interface VertexQueue {
  insert(vertex: number, key: number): void;
  /** Lowers the key of a vertex that is in the queue. */
  decrease(vertex: number, key: number): void;
  /** Removes a vertex with the smallest key; −1 when the queue is empty. */
  take(): number;
}
