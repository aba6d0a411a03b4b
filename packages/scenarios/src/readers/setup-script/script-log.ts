// What the reading of a set-up script collects, and the getters that the programs share.

import { parseIpv4Address, prefixOf, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import { diagnosticAt, type Diagnostic, type IrrelevantLine, type Position } from '../diagnostic.ts';
import type { Word } from '../text-line.ts';
import type { SetupCommand } from './setup-command.ts';
import type { ShellCommand } from './shell-line.ts';

export interface WrittenAddress {
  readonly address: Ipv4Address;
  /** Undefined when no `/n` is written. */
  readonly length: number | undefined;
}

export class ScriptLog {
  readonly commands: SetupCommand[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly irrelevant: IrrelevantLine[] = [];

  report(at: Position, severity: Diagnostic['severity'], message: string, remedy: string): undefined {
    this.diagnostics.push(diagnosticAt(at, severity, message, remedy));
  }

  /** Reports what stands in the place of what was expected; `after` is the word before it. */
  expected(word: Word | undefined, after: Word, what: string): undefined {
    const at = word ?? { ...after, column: after.column + after.text.length };
    const found = word === undefined ? 'nothing' : `'${word.text}'`;
    return this.report(
      at,
      'error',
      `${found} where ${what} was expected after '${after.text}'`,
      `write ${what}`,
    );
  }

  notSimulated(word: Word, why: string): undefined {
    const remedy = 'the run goes on without it; remove it, or use --strict to stop here';
    return this.report(word, 'unsupported', `'${word.text}' is not simulated: ${why}`, remedy);
  }

  ignore(command: ShellCommand): void {
    const [first] = command.words;
    if (first === undefined) return;
    const text = command.words.map((word) => word.text).join(' ');
    this.irrelevant.push({ file: first.file, line: first.line, column: first.column, text });
  }

  address(word: Word | undefined, after: Word): Ipv4Address | undefined {
    return parseIpv4Address(word?.text ?? '') ?? this.expected(word, after, 'an address a.b.c.d');
  }

  /** `a.b.c.d` or `a.b.c.d/n`, host bits kept. */
  writtenAddress(word: Word | undefined, after: Word): WrittenAddress | undefined {
    const [addressText = '', lengthText, ...rest] = (word?.text ?? '').split('/');
    const address = parseIpv4Address(addressText);
    const length = lengthText === undefined ? undefined : Number(lengthText);
    const lengthFits = lengthText === undefined || (/^\d{1,2}$/.test(lengthText) && Number(lengthText) <= 32);
    if (address === undefined || rest.length > 0 || !lengthFits) {
      return this.expected(word, after, 'an address a.b.c.d/n');
    }
    return { address, length };
  }

  /** `default`, `a.b.c.d/n`, or a host. */
  prefix(word: Word | undefined, after: Word): Ipv4Prefix | undefined {
    if (word?.text === 'default') return prefixOf(0 as Ipv4Address, 0);
    const written = this.writtenAddress(word, after);
    if (written === undefined || word === undefined) return undefined;
    const prefix = prefixOf(written.address, written.length ?? 32);
    if (prefix.address !== written.address) {
      return this.report(
        word,
        'error',
        `'${word.text}' has bits set behind its length, which the kernel refuses`,
        'clear the host bits, or write /32',
      );
    }
    return prefix;
  }

  integer(word: Word | undefined, after: Word, lowest: number, highest: number): number | undefined {
    const value = /^\d{1,10}$/.test(word?.text ?? '') ? Number(word?.text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    return this.expected(word, after, `a number from ${lowest} to ${highest}`);
  }
}

/** The words of a command, taken one by one. */
export class WordReader {
  readonly #words: readonly Word[];
  #position = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }
  peek(): Word | undefined {
    return this.#words[this.#position];
  }
  next(): Word | undefined {
    return this.#words[this.#position++];
  }
}

/** `lo:0` names an address of lo, not a device. */
export function deviceOf(name: string): string {
  return name.split(':')[0] ?? name;
}
