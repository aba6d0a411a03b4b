// TCP_CHECK and PING_CHECK: nothing beyond what every check knows.

import type { PingCheckConfig, TcpCheckConfig } from '@ospflab/lvs-sim';
import type { KeepalivedStatement } from '../keepalived-statement.ts';
import { readBlock, type KeepalivedReadingLog } from '../keyword.ts';
import type { Writable } from '../../writable.ts';
import { targetKeywords } from './check-keywords.ts';

export function readTcpCheck(from: KeepalivedStatement, log: KeepalivedReadingLog): TcpCheckConfig {
  const check: Writable<TcpCheckConfig> = { kind: 'tcpCheck' };
  readBlock(from.block ?? [], targetKeywords, check, log);
  return check;
}

export function readPingCheck(from: KeepalivedStatement, log: KeepalivedReadingLog): PingCheckConfig {
  const check: Writable<PingCheckConfig> = { kind: 'pingCheck' };
  readBlock(from.block ?? [], targetKeywords, check, log);
  return check;
}
