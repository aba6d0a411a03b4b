// Toeplitz as network cards ship it, over addresses and ports. Linear as well; a seed is added to the hash.

import type { FlowHash } from './flow-hash.ts';
import { microsoftToeplitzKey, symmetricToeplitzKey, toeplitzFlow, toeplitzTable } from './toeplitz.ts';

const microsoftTable = toeplitzTable(microsoftToeplitzKey);
const symmetricTable = toeplitzTable(symmetricToeplitzKey);

export const toeplitzMicrosoft: FlowHash = {
  name: 'toeplitz',
  about: 'Toeplitz with the key of Microsoft RSS, over addresses and ports',
  hashBits: 32,
  hashFlow: (seed, source, destination, _protocol, sourcePort, destinationPort) =>
    (toeplitzFlow(microsoftTable, source, destination, sourcePort, destinationPort) ^ seed) >>> 0,
};

export const toeplitzSymmetric: FlowHash = {
  name: 'toeplitz-symmetric',
  about: 'Toeplitz with the key 6d5a repeated: both directions of a flow hash alike, 16 bits of it differ',
  hashBits: 32,
  hashFlow: (seed, source, destination, _protocol, sourcePort, destinationPort) =>
    (toeplitzFlow(symmetricTable, source, destination, sourcePort, destinationPort) ^ seed) >>> 0,
};
