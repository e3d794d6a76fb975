/** The door of the room: what other rooms may ask of runs, and what the shell registers. */
export { type LinksOf, register, type MonitoringDeps } from './routes.ts';
export { changedRuns, type ChangedRun, type FactsPosition } from './views/feed/changed-runs.ts';
export type { ChangedNames } from './views/feed/changed-names.ts';
export { consumeNames, consumeRuns } from './views/feed/consume-runs.ts';
export { getDemo } from './views/get-demo.ts';
export { agentFigures, type AgentFiguresFound, type AgentFiguresQuery } from './views/agents/agent-figures.ts';
export { releaseFigures, type ReleaseWindow } from './views/agents/release-figures.ts';
export { type ScoreFigures, scoreFigures } from './views/score-figures.ts';
export type { AgentFigures } from './contract-figures.ts';
export type { PassK } from './contract-scores.ts';
export { removeDemoData } from './verbs/remove-demo-data.ts';
export { Rebuild } from './rebuild/rebuild.ts';
export { rebuildLag } from './rebuild/lag.ts';
export { type Affected, type Progress, reassemblyProgress, requestReassembly } from './rebuild/reassembly.ts';
export { expireDerived } from './retention.ts';
export { monitoringMigrations } from './migrations/index.ts';
export type { Run, Step } from './contract.ts';
export { type CallCost, callCosts } from './views/prices/call-costs.ts';
