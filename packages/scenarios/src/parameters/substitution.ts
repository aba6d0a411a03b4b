// Putting the values of parameters where `${name}` stands. Names that are no parameters are left alone in configuration files,
// whose languages may have variables of their own; in the values of the YAML itself they are mistakes.

import type { FileSource } from '../scenario/file-source.ts';
import type { ScenarioParameter } from './parameter.ts';

const reference = /\$\{([A-Za-z][A-Za-z0-9_]{0,62})\}/g;

export class Substitution {
  readonly #texts: ReadonlyMap<string, string>;

  constructor(parameters: readonly ScenarioParameter[]) {
    this.#texts = new Map(parameters.map(({ name, text }) => [name, text]));
  }

  /** Without parameters, `${…}` is text like any other. */
  get empty(): boolean {
    return this.#texts.size === 0;
  }

  get names(): readonly string[] {
    return [...this.#texts.keys()];
  }

  in(text: string): string {
    return text.replaceAll(reference, (written, name: string) => this.#texts.get(name) ?? written);
  }

  /** The names in a text that no parameter has. */
  unknownIn(text: string): string[] {
    return [...text.matchAll(reference)]
      .map(([, name]) => name ?? '')
      .filter((name) => !this.#texts.has(name));
  }

  /** A value of the YAML: when it is nothing but a reference and the text is a number, it is that number. */
  value(text: string): string | number {
    const replaced = this.in(text);
    return replaced !== text && /^\$\{\w+\}$/.test(text) && /^-?\d{1,15}(\.\d{1,9})?$/.test(replaced)
      ? Number(replaced)
      : replaced;
  }

  /** The same files with the values in their places. Values have no line ends, so every line keeps its number. */
  inFiles(source: FileSource): FileSource {
    return {
      read: (path) => {
        const text = source.read(path);
        return text === undefined ? undefined : this.in(text);
      },
      ...(source.list === undefined ? {} : { list: source.list.bind(source) }),
    };
  }
}
