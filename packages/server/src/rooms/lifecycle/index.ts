/** The door of the room: what the shell registers and runs. */
export { Deliveries } from './delivery/deliveries.ts';
export { quickDelivery } from './delivery/quick.ts';
export { type Flag, type FlagContext, deliveredFlags, type FlagSource } from './delivery/flags.ts';
export { Heartbeats } from './instances/heartbeats.ts';
export { AgentWatch, deployOnTime } from './jobs.ts';
export { registerDelivery } from './routes-delivery.ts';
export { registerInstances } from './routes-instances.ts';
export { AgentRecord } from './contract-agents.ts';
export { AgentFile, AppliedAgent } from './contract-apply.ts';
export { Release, ReleaseVerification } from './contract-releases.ts';
export { digestOf } from './releases/digest.ts';
export { agentFileSchema } from './registry/file-schema.ts';
export { lifecycleMigrations } from './migrations/index.ts';
export { type LifecycleDeps, register } from './routes.ts';
export { verifySignature } from './releases/signing.ts';
export { LastSeen } from './views/last-seen.ts';
export { runLinks } from './views/run-links.ts';
export { type AgentPage, listAgents } from './views/list-agents.ts';
