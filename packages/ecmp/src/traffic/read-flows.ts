// Recorded flows: from a capture, each five-tuple once with all of its bytes, or from CSV.

import { decodeCaptured, fiveTupleOf, readCapture, type Capture, type FiveTuple } from '@ospflab/net';
import { flowSetOf, type FlowSet } from './flow-set.ts';
import { parseFlow, type Parsed } from './parse-flow.ts';

export interface RecordedFlows {
  readonly flows: FlowSet;
  /** Packets or lines that show no IPv4 flow. */
  readonly skipped: number;
}

/** A pcap or pcapng file. Fragments without ports make a flow of their own. */
export function flowsOfCapture(bytes: Uint8Array): Parsed<RecordedFlows> {
  const capture = readCapture(bytes);
  if (!capture.ok) return { ok: false, reason: `${capture.reason} (byte ${capture.offsetBytes})` };
  return { ok: true, value: collectFlows(capture.value) };
}

function collectFlows(capture: Capture): RecordedFlows {
  const found = new Map<string, { readonly flow: FiveTuple; bytes: number }>();
  let skipped = 0;
  for (const packet of capture.packets) {
    const frame = decodeCaptured(capture, packet, { checksums: 'ignore', malformedTransport: 'keepRaw' });
    if (!frame.ok || frame.value.payload.kind !== 'ipv4') {
      skipped++;
      continue;
    }
    const flow = fiveTupleOf(frame.value.payload);
    const key = `${flow.source} ${flow.destination} ${flow.protocol} ${flow.sourcePort} ${flow.destinationPort}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { flow, bytes: packet.originalLengthBytes });
    else known.bytes += packet.originalLengthBytes;
  }
  const all = [...found.values()];
  return {
    flows: flowSetOf(
      all.map(({ flow }) => flow),
      all.map(({ bytes }) => bytes),
    ),
    skipped,
  };
}

/**
 * Lines of `src,dst,proto,sport,dport[,bytes]`, or in another order under a first line with these names. Empty lines and lines that
 * begin with # are passed over. The first wrong line is the reason.
 */
export function flowsOfCsv(text: string): Parsed<RecordedFlows> {
  let columns = ['src', 'dst', 'proto', 'sport', 'dport', 'bytes'];
  const flows: FiveTuple[] = [];
  const sizes: number[] = [];
  let isFirst = true;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (isFirst && cells.some((cell) => cell.toLowerCase() === 'src')) {
      columns = cells.map((cell) => cell.toLowerCase());
      isFirst = false;
      continue;
    }
    isFirst = false;
    const fields = new Map(columns.map((name, column) => [name, cells[column] ?? '']));
    const named = ['src', 'dst', 'proto', 'sport', 'dport'].filter((name) => (fields.get(name) ?? '') !== '');
    const flow = parseFlow(
      Object.fromEntries(named.map((name) => [name, digitsAsNumber(fields.get(name)!)])),
    );
    if (!flow.ok) return { ok: false, reason: `line ${index + 1}: ${flow.reason}` };
    const size = fields.get('bytes') ?? '';
    if (size !== '' && !/^\d{1,15}$/.test(size)) {
      return { ok: false, reason: `line ${index + 1}: bytes ${JSON.stringify(size)} is not a whole number` };
    }
    flows.push(flow.value);
    sizes.push(size === '' ? 1 : Number(size));
  }
  return { ok: true, value: { flows: flowSetOf(flows, sizes), skipped: 0 } };
}

function digitsAsNumber(text: string): string | number {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
