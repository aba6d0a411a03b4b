// CRC-16/ARC, the CRC-16 of most switch chips.

import { crcHash } from './crc.ts';

export const crc16Arc = crcHash({
  name: 'crc16-arc',
  about: 'CRC-16/ARC, polynomial 8005, lowest bit first',
  width: 16,
  polynomial: 0x8005,
  initial: 0,
  reflected: true,
  finalXor: 0,
});
