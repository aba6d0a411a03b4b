// How long something took, for people.

export function formatSeconds(value: number): string {
  return value >= 0.1 ? `${value.toFixed(2)} s` : `${(value * 1000).toFixed(1)} ms`;
}
