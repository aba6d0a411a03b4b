// What the loading of a scenario notices, in the order in which it is noticed.

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
  readonly #taken = new Set<string>();

  error(at: Position, message: string, remedy: string): undefined {
    this.diagnostics.push(diagnosticAt(at, 'error', message, remedy));
  }

  warning(at: Position, message: string, remedy: string): undefined {
    this.diagnostics.push(diagnosticAt(at, 'warning', message, remedy));
  }

  /** Takes over what a reader noticed, once for a file that several nodes share, and gives its value. */
  take<T>(reading: Reading<T>): T {
    for (const diagnostic of reading.diagnostics) {
      const { file, line, column, message } = diagnostic;
      const key = `${file}:${line}:${column} ${message}`;
      if (!this.#taken.has(key)) this.diagnostics.push(diagnostic);
      this.#taken.add(key);
    }
    this.irrelevant.push(...reading.irrelevant);
    return reading.value;
  }

  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }
}
