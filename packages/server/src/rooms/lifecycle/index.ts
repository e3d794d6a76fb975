/** The door of the room: what the shell registers and runs. */
export { AgentWatch, deployOnTime } from './jobs.ts';
export { lifecycleMigrations } from './migrations/index.ts';
export { type LifecycleDeps, register } from './routes.ts';
export { LastSeen } from './views/last-seen.ts';
export { type AgentPage, listAgents } from './views/list-agents.ts';
