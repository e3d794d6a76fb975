import type { AgentProfile } from '../../contract-agents.ts';
import { isSame, shown } from '../release/change.ts';

type Field = keyof AgentProfile;
/** One field that changes: its value on either side (null = unknown), and both in words. */
export type ProfileChange = { field: Field; before: unknown; after: unknown; sentence: string };

const words: Record<Field, string> = {
  purpose: 'Purpose',
  onCall: 'On call',
  risk: 'Risk',
  tools: 'Tools',
  mcpServers: 'MCP servers',
  calls: 'Agents it calls',
  dataSources: 'Data sources',
  runbook: 'Runbook',
  objectives: 'Objectives',
  budget: 'Budget',
  tags: 'Tags',
};

export const profileChanges = (before: AgentProfile, after: AgentProfile): ProfileChange[] =>
  (Object.keys(words) as Field[])
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({
      field,
      before: before[field] ?? null,
      after: after[field] ?? null,
      sentence: `${words[field]}: ${inWords(before[field])} → ${inWords(after[field])}`,
    }));

function inWords(value: unknown): string {
  if (value === undefined) return 'unknown';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : shown(value.join(', '));
  if (typeof value !== 'object' || value === null) return shown(value);
  const parts = Object.entries(value).map(([key, part]) => `${key} ${String(part)}`);
  return parts.length === 0 ? 'unknown' : shown(parts.join(', '));
}
