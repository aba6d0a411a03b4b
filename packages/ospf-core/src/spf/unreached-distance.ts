/** Distance of a vertex that was not reached, RFC 2328 §16.1. */
export const unreachedDistance = 2 ** 52;
