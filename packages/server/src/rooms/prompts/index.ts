/** The door of the room: what lifecycle and optimisation may ask of prompts, and what the shell registers. */
export type { Follower, FollowersOf } from './followers.ts';
export { promptMigrations } from './migrations/index.ts';
export { type PromptDeps, register } from './routes.ts';
export { promptToMove } from './views/prompt-to-move.ts';
export { promptIds } from './views/prompt-ids.ts';
export { moveWithin as moveLabelWithin } from './verbs/move-label.ts';
export { importPrompts } from './verbs/import-prompts.ts';
export { exportPrompts } from './views/export-prompts.ts';
export { PromptSync } from './sync/prompt-sync.ts';
export { renderContent } from './templates/render.ts';
export { promptsNamed } from './views/prompts-named.ts';
export { type PromptVersion, promptVersion } from './views/prompt-version.ts';
export { renderPrompt } from './views/render-prompt.ts';
export type { Content as PromptContent, Rendered as RenderedPrompt } from './contract.ts';
export { type FileFormat, fileFormats, type ImportResult, type PromptFile } from './contract-files.ts';
export { Playground } from './playground/playground.ts';
export { forgetRunsOnTime } from './playground/jobs.ts';
export { registerPlayground } from './routes-playground.ts';
