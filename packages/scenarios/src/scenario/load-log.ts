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

  error(at: Position, message: string, remedy: string): undefined {
    this.diagnostics.push(diagnosticAt(at, 'error', message, remedy));
  }

  warning(at: Position, message: string, remedy: string): undefined {
    this.diagnostics.push(diagnosticAt(at, 'warning', message, remedy));
  }

  /** Takes over what a reader noticed, and gives its value. */
  take<T>(reading: Reading<T>): T {
    this.diagnostics.push(...reading.diagnostics);
    this.irrelevant.push(...reading.irrelevant);
    return reading.value;
  }

  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }
}
