// The harness: contenders of one race take turns in one process, round after round, so that a noisy machine is noisy
// for all of them. Medians and their ratios are printed beside the floor and the moonshot that are asked of ours.
// A round costs the smaller of wall and CPU time: the first leaves out the collector's other threads, the second
// the turns of other programs.

export interface Contender {
  readonly name: string;
  /** One round of work; returns how many operations it did. */
  readonly run: () => number;
  /** No peer: it only tells how fast the machine is, for `reference`. */
  readonly yardstick?: true;
}

export interface Race {
  readonly title: string;
  /** `M/s`: million operations a second, more is better. `ms`: milliseconds per operation, less is better. */
  readonly unit: 'M/s' | 'ms';
  /** What the first contender must reach, in the race's unit. */
  readonly floor?: number;
  readonly moonshot?: number;
  /** What a peer reached on the machine that floor and moonshot were set on: tells how fast this machine is today. */
  readonly reference?: { readonly peer: string; readonly result: number };
  /** Ours first; the others are its peers. */
  readonly contenders: readonly Contender[];
  /** 7 when not given, after two that do not count. */
  readonly rounds?: number;
}

export interface RaceResult {
  readonly title: string;
  /** `scaled`: only at this machine's speed today. Undefined when the race has no floor. */
  readonly floorMet: 'yes' | 'scaled' | 'no' | undefined;
}

/** Runs a race and prints its table. */
export function runRace(race: Race, print: (line: string) => void): RaceResult {
  const rounds = race.rounds ?? 7;
  const samples = race.contenders.map((): number[] => []);
  for (let round = -2; round < rounds; round++) {
    race.contenders.forEach((contender, index) => {
      const result = timed(contender, race.unit);
      if (round >= 0) samples[index]!.push(result);
    });
  }
  const medians = samples.map(medianOf);
  const ours = medians[0]!;
  print(`${race.title} (${race.unit})`);
  const nameWidth = Math.max(...race.contenders.map((contender) => contender.name.length));
  race.contenders.forEach((contender, index) => {
    const median = medians[index]!;
    const sorted = [...samples[index]!].sort((a, b) => a - b);
    const range = `${figure(sorted[0]!)} … ${figure(sorted.at(-1)!)}`;
    const timesFaster = race.unit === 'ms' ? median / ours : ours / median;
    const ratio =
      index === 0 ? '' : contender.yardstick === true ? 'the yardstick' : `ours is ${figure(timesFaster)} ×`;
    print(
      `  ${contender.name.padEnd(nameWidth)}  ${figure(median).padStart(8)}  ${range.padEnd(19)}  ${ratio}`.trimEnd(),
    );
  });
  const speed = speedOfMachine(race, medians);
  for (const line of verdictsOf(race, ours, speed)) print(`  ${line}`);
  print('');
  return { title: race.title, floorMet: floorMet(race, ours, speed) };
}

/** What a peer does here against the reference machine; undefined when that is not known. Goals are multiplied by it. */
function speedOfMachine({ reference, contenders }: Race, medians: readonly number[]): number | undefined {
  const place = contenders.findIndex((contender) => contender.name === reference?.peer);
  return reference === undefined || place < 0 ? undefined : medians[place]! / reference.result;
}

function floorMet(race: Race, ours: number, speed: number | undefined): RaceResult['floorMet'] {
  if (race.floor === undefined) return undefined;
  if (reaches(race, ours, race.floor)) return 'yes';
  return speed !== undefined && reaches(race, ours, race.floor * speed) ? 'scaled' : 'no';
}

function timed(contender: Contender, unit: Race['unit']): number {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const operations = contender.run();
  const wallMs = performance.now() - start;
  const cpu = process.cpuUsage(cpuBefore);
  const elapsedMs = Math.min(wallMs, (cpu.user + cpu.system) / 1000);
  return unit === 'ms' ? elapsedMs / operations : operations / elapsedMs / 1000;
}

/** Floor and moonshot as they stand, and scaled by the speed of this machine. */
function verdictsOf(race: Race, ours: number, speed: number | undefined): string[] {
  const goals = [
    ['floor', race.floor],
    ['moonshot', race.moonshot],
  ] as const;
  return goals.flatMap(([name, goal]) => {
    if (goal === undefined) return [];
    const verdict = `${name} ${figure(goal)}: ${reaches(race, ours, goal) ? 'met' : 'MISSED'}`;
    if (speed === undefined) return [verdict];
    const scaled = goal * speed;
    const word = reaches(race, ours, scaled) ? 'met' : 'MISSED';
    const today = figure(race.unit === 'ms' ? 1 / speed : speed);
    return [
      `${verdict}; at this machine's speed today, ${today} of the reference by ${race.reference?.peer}, ${figure(scaled)}: ${word}`,
    ];
  });
}

function reaches(race: Race, ours: number, goal: number): boolean {
  return race.unit === 'ms' ? ours <= goal : ours >= goal;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
