// Local ports for connections that did not name one: 32768–60999, two apart from a random start, as connect() on Linux steps.

const lowest = 32_768;
const count = 28_232;

export class EphemeralPorts {
  private offset: number;

  constructor(random: () => number) {
    this.offset = Math.floor((random() * count) / 2) * 2;
  }

  /** The next free one, even numbers first; undefined when all are taken. */
  next(isFree: (port: number) => boolean): number | undefined {
    for (const parity of [0, 1]) {
      for (let step = 0; step < count / 2; step++) {
        const port = lowest + ((this.offset + 2 * step) % count) + parity;
        if (!isFree(port)) continue;
        this.offset = (this.offset + 2 * step + 2) % count;
        return port;
      }
    }
    return undefined;
  }
}
