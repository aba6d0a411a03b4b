// Statements of ospfd that are right by themselves and have no effect, or another than it seems, with the rest of the node.

import { formatIpv4Address } from '@ospflab/net';
import type { FrrAuthentication, FrrChainedKey, FrrConfig } from '../readers/frr/frr-config.ts';
import type { LoadLog } from './load-log.ts';
import type { LoadedNode } from './scenario.ts';

export function checkOspf({ name: node, frr, extendedSequenceNumbers }: LoadedNode, log: LoadLog): void {
  if (frr === undefined) return;
  if (frr.ospf === undefined) {
    const inArea = frr.interfaces.find(({ ospf }) => ospf.areaAt !== undefined);
    if (inArea?.ospf.areaAt !== undefined) {
      log.warning(
        inArea.ospf.areaAt,
        `${node} has 'ip ospf area' but no 'router ospf', so it runs no OSPF`,
        "add 'router ospf'",
      );
    }
    return;
  }
  const extended = extendedSequenceNumbers === true;
  const links = frr.ospf.areas.flatMap(({ virtualLinks }) => virtualLinks);
  for (const { name, ospf } of frr.interfaces) checkKeyChain(name, ospf, frr, extended, log);
  for (const link of links) {
    checkKeyChain(`the virtual link to ${formatIpv4Address(link.neighborId)}`, link, frr, extended, log);
  }
  checkGracefulRestart(frr.ospf, log);
}

function checkKeyChain(
  name: string,
  ospf: FrrAuthentication,
  { keyChains }: FrrConfig,
  extended: boolean,
  log: LoadLog,
): void {
  if (ospf.authentication !== 'keyChain' || ospf.keyChain === undefined) return;
  const { name: wanted, at } = ospf.keyChain;
  const chain = keyChains.find((candidate) => candidate.name === wanted);
  if (chain === undefined) {
    const known = keyChains.map((candidate) => candidate.name).join(', ');
    log.warning(
      at,
      `there is no key chain '${wanted}', so ${name} believes nobody and nobody believes what it sends`,
      known === '' ? `add \`key chain ${wanted}\` with its keys` : `the chains here are: ${known}`,
    );
    return;
  }
  for (const key of chain.keys) checkKey(key, extended, log);
}

function checkKey({ at, keyId, secret, algorithm }: FrrChainedKey, extended: boolean, log: LoadLog): void {
  if (secret === undefined || algorithm === undefined) {
    const missing = secret === undefined ? 'key-string' : 'cryptographic-algorithm';
    log.warning(at, `key ${keyId} has no ${missing}, so it is not used`, `add \`${missing} …\` to it`);
  } else if (extended && algorithm === 'md5') {
    const message = `key ${keyId} is for MD5, which extended sequence numbers do not know, so it is not used`;
    log.warning(at, message, 'use one of the algorithms hmac-sha-1 … hmac-sha-512');
  } else if (!extended && keyId > 255) {
    const message = `packets have room for 8 bits of the number of a key, so ${keyId} stands there as ${keyId & 0xff}`;
    log.warning(at, message, 'number keys from 0 to 255');
  }
}

/** FRR: ospfd/ospf_gr.c, 8.4: `graceful-restart prepare` answers that opaque capability is not enabled, and nothing is prepared. */
function checkGracefulRestart(
  { gracefulRestart, opaqueCapable }: NonNullable<FrrConfig['ospf']>,
  log: LoadLog,
): void {
  const { gracePeriodAt } = gracefulRestart;
  if (gracePeriodAt === undefined || opaqueCapable) return;
  log.warning(
    gracePeriodAt,
    'without `capability opaque` a restart cannot be announced, so it is not graceful',
    'add `capability opaque` to `router ospf`',
  );
}
