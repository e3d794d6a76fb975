import type { Selectable } from 'kysely';
import { undoableUntil } from './changes.ts';
import type { NameChange, NameVerb } from '../contract.ts';
import type { Edit } from '../model/naming.ts';
import type { LifecycleTables } from '../tables.ts';

/** A change of names as it is told later. */
export function changeOf(row: Selectable<LifecycleTables['name_changes']>): NameChange {
  return {
    id: row.id,
    verb: row.verb as NameVerb,
    teamId: row.team_id,
    agentIds: JSON.parse(row.agent_ids) as string[],
    summary: told(row.verb as NameVerb, JSON.parse(row.edits) as Edit[]),
    impact: null,
    reassemblyId: row.reassembly_id,
    madeAt: row.made_at.toISOString(),
    madeBy: row.made_by,
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoableUntil: undoableUntil(row.made_at),
  };
}

/** What was done, from the values it changed. */
function told(verb: NameVerb, edits: readonly Edit[]): string {
  const name = edits.find((edit) => edit.of === 'agent' && edit.field === 'name');
  if (verb === 'rename') return `Renamed ${name?.before} to ${name?.after}`;
  const sent = edits.flatMap((edit) => (edit.of === 'agent' ? [] : [quoted(edit)]));
  const what = [...new Set(sent)].join(', ');
  return {
    merge: `Merged ${what}`,
    split: `Split off ${what}`,
    ignore: `Ignored ${what}`,
    restore: `Restored ${what}`,
  }[verb];
}

const quoted = ({ name, service }: { name: string; service: string }): string =>
  service === '' ? `"${name}"` : `"${name}" from ${service}`;
