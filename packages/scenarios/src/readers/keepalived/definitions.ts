// `$NAME=value` of keepalived.conf and its use as $NAME or ${NAME}. keepalived 2.2.7: lib/parser.c.

import type { KeepalivedReadingLog } from './keyword.ts';
import type { Position } from '../diagnostic.ts';

/** A line may lead to at most this many replacements, so that a definition that names itself ends. */
const replacementsMax = 100;

export class Definitions {
  /** The lines of each value; all but those of a multi-line definition have one. */
  readonly #values = new Map<string, string[]>([
    ['_INSTANCE', ['']],
    ['_HASH', ['#']],
    ['_BANG', ['!']],
  ]);

  /** Answers the name when the text defines one. A value that ends in `\` goes on in `extend`. */
  define(text: string): { readonly name: string; readonly goesOn: boolean } | undefined {
    const match = /^\$([A-Za-z_][A-Za-z0-9_]*)=[ \t]*(.*)$/.exec(text);
    if (match === null) return undefined;
    const name = match[1]!;
    this.#values.set(name, []);
    return { name, goesOn: this.extend(name, match[2]!) };
  }

  /** The next line of a multi-line definition; true when one more follows. */
  extend(name: string, text: string): boolean {
    const goesOn = text.endsWith('\\');
    const line = goesOn ? text.slice(0, -1).trimEnd() : text;
    if (line !== '') this.#values.get(name)?.push(line);
    return goesOn;
  }

  /** The lines that a line with definitions in it stands for; undefined when it uses none. */
  expand(text: string, at: Position, log: KeepalivedReadingLog): readonly string[] | undefined {
    const lines = [text];
    let replaced = 0;
    for (let index = 0; index < lines.length; index++) {
      for (let next = this.#next(lines[index]!); next !== undefined; next = this.#next(lines[index]!)) {
        if (++replaced > replacementsMax) {
          log.report(
            at,
            'error',
            'the definitions on this line name each other without end',
            'break the circle',
          );
          return [];
        }
        lines.splice(index, 1, ...next);
      }
    }
    return replaced === 0 ? undefined : lines;
  }

  /** A multi-line value may only end its line. */
  #next(text: string): readonly string[] | undefined {
    for (const match of text.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)(?=[ \t,)]|$))/g)) {
      const value = this.#values.get((match[1] ?? match[2])!);
      const rest = text.slice(match.index + match[0].length);
      if (value === undefined || (value.length > 1 && rest !== '')) continue;
      const [first = '', ...others] = value;
      return [text.slice(0, match.index) + first + rest, ...others];
    }
    return undefined;
  }
}
