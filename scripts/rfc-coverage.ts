// Which code and which tests carry the tags of RFC 2328 (`RFC 2328 §13.3 (1b)`) and of smaller RFCs, section by section.

import { rfcSections, wholeRfcs, whyNoCode } from './rfc-sections.ts';

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

interface Place {
  readonly path: string;
  readonly isTest: boolean;
}

interface SectionTags {
  readonly places: Map<string, Place>;
  /** Clauses such as `(1b)`, with whether code and tests carry them. */
  readonly clauses: Map<string, { code: boolean; test: boolean }>;
}

function lineTags(rfc: number): RegExp {
  return new RegExp(String.raw`RFC ${rfc} ((?:(?:, | and |; )?§\d+(?:\.\d+)*(?: ?\(\d*[a-z]?\))*)+)`, 'g');
}

const oneTag = /§(\d+(?:\.\d+)*)((?: ?\(\d*[a-z]?\))*)/g;

/** The page, in Markdown. Files in any order. */
export function renderRfcCoverage(files: readonly SourceFile[]): string {
  const tags = collectTags(files, 2328);
  const rows = rfcSections.map(([section, title]) => sectionRow(section, title, tags.get(section)));
  const withCode = rfcSections.filter(([section]) => hasPlace(tags.get(section), false)).length;
  const withTest = rfcSections.filter(([section]) => hasPlace(tags.get(section), true)).length;
  return [
    '# RFC 2328, sections 8 to 16, beside the code',
    '',
    'Written by `npm run docs` from the tags in comments and test names (`RFC 2328 §13.3 (1b)`). Do not edit.',
    '',
    `${withCode} of ${rfcSections.length} sections have code that carries their tag, ${withTest} have tests that do.`,
    '',
    '| § | section | code | tests | left out, and why |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## Clauses with code whose tag no test carries',
    '',
    ...untestedClauses(tags),
    '',
    ...wholeRfcs.flatMap((rfc) => wholeRfc(rfc, files)),
  ].join('\n');
}

function wholeRfc({ number, title, sections }: (typeof wholeRfcs)[number], files: readonly SourceFile[]) {
  const tags = collectTags(files, number);
  return [
    `## RFC ${number}, ${title}`,
    '',
    '| § | section | code | tests |',
    '| --- | --- | --- | --- |',
    ...sections.map(([section, name]) => {
      const places = tags.get(section);
      return `| ${section} | ${name} | ${links(places, false)} | ${links(places, true)} |`;
    }),
    '',
  ];
}

/** Sections that have neither code nor a reason, or in RFCs taken as a whole no code or no test; empty when the page accounts for everything. */
export function unaccountedSections(files: readonly SourceFile[]): string[] {
  const tags = collectTags(files, 2328);
  const missing = rfcSections
    .map(([section]) => section)
    .filter((section) => !hasPlace(tags.get(section), false) && whyNoCode[section] === undefined);
  const missingInWhole = wholeRfcs.flatMap(({ number, sections }) => {
    const own = collectTags(files, number);
    const untagged = sections.filter(
      ([section]) => !hasPlace(own.get(section), false) || !hasPlace(own.get(section), true),
    );
    return untagged.map(([section]) => `RFC ${number} §${section}`);
  });
  return [...missing, ...missingInWhole];
}

function collectTags(files: readonly SourceFile[], rfc: number): Map<string, SectionTags> {
  const found = new Map<string, SectionTags>();
  for (const { path, text } of files) {
    const isTest = path.includes('/test/');
    for (const [, list = ''] of text.matchAll(lineTags(rfc))) {
      for (const [, section = '', clauseList = ''] of list.matchAll(oneTag)) {
        let entry = found.get(section);
        if (entry === undefined) {
          entry = { places: new Map(), clauses: new Map() };
          found.set(section, entry);
        }
        entry.places.set(path, { path, isTest });
        for (const clause of clauseList.match(/\([^)]+\)/g) ?? []) {
          const before = entry.clauses.get(clause) ?? { code: false, test: false };
          entry.clauses.set(clause, { code: before.code || !isTest, test: before.test || isTest });
        }
      }
    }
  }
  return found;
}

function hasPlace(tags: SectionTags | undefined, isTest: boolean): boolean {
  return [...(tags?.places.values() ?? [])].some((place) => place.isTest === isTest);
}

function sectionRow(section: string, title: string, tags: SectionTags | undefined): string {
  const reason = hasPlace(tags, false) ? '' : (whyNoCode[section] ?? '**not accounted for**');
  return `| ${section} | ${title} | ${links(tags, false)} | ${links(tags, true)} | ${reason} |`;
}

function links(tags: SectionTags | undefined, isTest: boolean): string {
  return [...(tags?.places.values() ?? [])]
    .filter((place) => place.isTest === isTest)
    .map(({ path }) => path)
    .sort()
    .map((path) => `[${path.split('/').at(-1)}](../../${path})`)
    .join(' ');
}

function untestedClauses(tags: ReadonlyMap<string, SectionTags>): string[] {
  const lines = rfcSections.flatMap(([section]) => {
    const clauses = [...(tags.get(section)?.clauses ?? [])]
      .filter(([, { code, test }]) => code && !test)
      .map(([clause]) => clause)
      .sort();
    return clauses.length === 0 ? [] : [`- §${section} ${clauses.join(' ')}`];
  });
  return lines.length === 0 ? ['None.'] : lines;
}
