export * from './ipvs/virtual-service.ts';
export * from './ipvs/input.ts';
export * from './ipvs/effect.ts';
export * from './ipvs/event.ts';
export * from './ipvs/verdict.ts';
export * from './keepalived/keepalived-config.ts';
export type { KeepalivedInput, ConnectFailure } from './keepalived/input.ts';
export type { KeepalivedEffect } from './keepalived/effect.ts';
export type { KeepalivedEvent, CheckFailure } from './keepalived/event.ts';
