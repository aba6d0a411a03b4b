export * from './ipv4-address.ts';
export * from './ipv4-prefix.ts';
export * from './mac-address.ts';
export * from './packet.ts';
