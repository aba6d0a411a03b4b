// CRC-32 of Ethernet.

import { crcHash } from './crc.ts';

export const crc32 = crcHash({
  name: 'crc32',
  about: 'CRC-32 of Ethernet, polynomial 04c11db7, lowest bit first',
  width: 32,
  polynomial: 0x04c11db7,
  initial: -1,
  reflected: true,
  finalXor: -1,
});
