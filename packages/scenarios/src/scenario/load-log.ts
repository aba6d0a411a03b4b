// What the loading of a scenario notices, in the order in which it is noticed. Of a file that several nodes share it is noticed once.

import {
  diagnosticAt,
  type Diagnostic,
  type IrrelevantLine,
  type Position,
  type Reading,
} from '../readers/diagnostic.ts';

export class LoadLog {
  readonly diagnostics: Diagnostic[] = [];
  readonly irrelevant: IrrelevantLine[] = [];
  readonly #known = new Set<string>();

  error(at: Position, message: string, remedy: string): undefined {
    this.#add(diagnosticAt(at, 'error', message, remedy));
  }

  warning(at: Position, message: string, remedy: string): undefined {
    this.#add(diagnosticAt(at, 'warning', message, remedy));
  }

  /** Takes over what a reader noticed, and gives its value. */
  take<T>(reading: Reading<T>): T {
    for (const diagnostic of reading.diagnostics) this.#add(diagnostic);
    this.irrelevant.push(...reading.irrelevant);
    return reading.value;
  }

  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }

  #add(diagnostic: Diagnostic): void {
    const { file, line, column, message } = diagnostic;
    const key = `${file}:${line}:${column} ${message}`;
    if (!this.#known.has(key)) this.diagnostics.push(diagnostic);
    this.#known.add(key);
  }
}
