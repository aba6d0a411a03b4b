// CRC-16/MODBUS, polynomial 8005 from all ones.

import { crcHash } from './crc.ts';

export const crc16Modbus = crcHash({
  name: 'crc16-modbus',
  about: 'CRC-16/MODBUS, polynomial 8005 from ffff, lowest bit first',
  width: 16,
  polynomial: 0x8005,
  initial: 0xffff,
  reflected: true,
  finalXor: 0,
});
