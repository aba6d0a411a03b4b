export * from './config.ts';
export * from './effect.ts';
export * from './event.ts';
export * from './input.ts';
export * from './local-in-verdict.ts';
export * from './profile/host-profile.ts';
export * from './routing/route.ts';
