// CRC-16/XMODEM, the CCITT polynomial from 0.

import { crcHash } from './crc.ts';

export const crc16Xmodem = crcHash({
  name: 'crc16-xmodem',
  about: 'CRC-16/XMODEM, polynomial 1021 from 0',
  width: 16,
  polynomial: 0x1021,
  initial: 0,
  reflected: false,
  finalXor: 0,
});
