export type * from './ipvs/virtual-service.ts';
export * from './ipvs/input.ts';
export * from './ipvs/effect.ts';
export * from './ipvs/event.ts';
export * from './ipvs/verdict.ts';
export * from './keepalived/keepalived-config.ts';
export type { KeepalivedInput, ConnectFailure } from './keepalived/input.ts';
export type { KeepalivedEffect } from './keepalived/effect.ts';
export type { KeepalivedEvent, CheckFailure } from './keepalived/event.ts';
export * from './ipvs/ipvs.ts';
export * from './ipvs/views.ts';
export * from './ipvs/sysctls.ts';
export type * from './ipvs/sync/sync-daemon.ts';
export {
  decodeSyncMessage,
  encodeSyncMessage,
  type SyncMessage,
  type SyncedConnection,
} from './ipvs/sync/sync-message.ts';
export * from './replay/replay-script.ts';
export * from './replay/replay.ts';
export { isClientHello, serverHello } from './keepalived/tls-stand-in.ts';
export { Keepalived, type RealServerView } from './keepalived/keepalived.ts';
export type { DirectorReading } from './show/director-reading.ts';
export * from './show/ipvsadm.ts';
