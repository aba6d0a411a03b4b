// CRC-32C (Castagnoli), the one with an instruction in processors.

import { crcHash } from './crc.ts';

export const crc32c = crcHash({
  name: 'crc32c',
  about: 'CRC-32C, polynomial 1edc6f41, lowest bit first',
  width: 32,
  polynomial: 0x1edc6f41,
  initial: -1,
  reflected: true,
  finalXor: -1,
});
