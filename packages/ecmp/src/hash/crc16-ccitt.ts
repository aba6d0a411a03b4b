// CRC-16/CCITT-FALSE, the CCITT polynomial from all ones.

import { crcHash } from './crc.ts';

export const crc16Ccitt = crcHash({
  name: 'crc16-ccitt',
  about: 'CRC-16/CCITT-FALSE, polynomial 1021 from ffff',
  width: 16,
  polynomial: 0x1021,
  initial: 0xffff,
  reflected: false,
  finalXor: 0,
});
