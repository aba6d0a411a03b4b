export * from './lsa/lsa.ts';
export * from './packet/ospf-packet.ts';
