// Puts the issues of a schema into the file: place of the value or key, message, remedy.

import type { z } from 'zod';
import { diagnosticAt, type Diagnostic } from '../readers/diagnostic.ts';
import type { YamlText } from './yaml-text.ts';

export function schemaDiagnostics(issues: readonly z.core.$ZodIssue[], text: YamlText): Diagnostic[] {
  return issues.flatMap((issue): Diagnostic[] => {
    const lines = issue.message.split('\n');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key, index) => {
        const [message = issue.message, remedy = 'remove it'] = lines.slice(2 * index);
        return diagnosticAt(text.keyPlace(issue.path, key), 'error', message, remedy);
      });
    }
    const [message = issue.message, remedy = 'correct the value'] = lines;
    const last = issue.path.at(-1);
    const where = last === undefined || typeof last === 'number' ? '' : `${String(last)}: `;
    return [diagnosticAt(text.place(issue.path), 'error', `${where}${message}`, remedy)];
  });
}
