import { type BulkAct, BulkResult } from '../rooms/lifecycle/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';

export type BulkFlags = ClientFlags & {
  claimFor?: string;
  owner?: string;
  tag?: string[];
  untag?: string[];
  risk?: string[];
  purpose?: string;
  onCall?: string;
  runbook?: string;
  budget?: string;
  promote?: string;
  reason?: string;
  apply?: true;
};

/** The same change to many agents, a result for each; without `--apply` it only says what would change. Exit codes as of plan and apply. */
export async function agentsBulk(agents: readonly string[], flags: BulkFlags): Promise<void> {
  const act = actOf(flags);
  const query = flags.apply === true ? '' : '?preview=true';
  const result = BulkResult.parse(await apiOf(flags)('POST', `/agents/bulk${query}`, { agents, act }));
  console.log(bulkLines(result).join('\n'));
  if (result.refused > 0) process.exitCode = 1;
  else if (result.isPreview && result.changed > 0) process.exitCode = 2;
}

/** Exactly one kind of change. */
export function actOf(flags: BulkFlags): BulkAct {
  const { purpose, onCall, runbook, budget } = flags;
  const said = Object.fromEntries(
    Object.entries({ purpose, onCall, runbook, budget }).filter(([, value]) => value !== undefined),
  );
  const acts: BulkAct[] = [
    ...(flags.claimFor === undefined ? [] : [{ kind: 'claim', personId: flags.claimFor } as const]),
    ...(flags.owner === undefined ? [] : [{ kind: 'owner', person: flags.owner === '' ? null : flags.owner } as const]),
    ...(flags.tag === undefined ? [] : [{ kind: 'add_tags', tags: flags.tag } as const]),
    ...(flags.untag === undefined ? [] : [{ kind: 'remove_tags', tags: flags.untag } as const]),
    ...(flags.risk === undefined ? [] : [{ kind: 'risk', risk: riskOf(flags.risk) } as BulkAct]),
    ...(Object.keys(said).length === 0 ? [] : [{ kind: 'describe', ...said } as BulkAct]),
    ...(flags.promote === undefined ? [] : [promotionOf(flags.promote, flags.reason)]),
  ];
  if (acts.length !== 1)
    throw new Error(
      'Say one change: --claim-for, --owner, --tag, --untag, --risk, --promote, or what is to be described.',
    );
  return acts[0]!;
}

/** data=high spend=low; the server says what is no side or level. */
const riskOf = (sides: readonly string[]): Record<string, string> =>
  Object.fromEntries(sides.map((one) => one.split('=', 2) as [string, string]));

function promotionOf(places: string, reason: string | undefined): BulkAct {
  const [from = '', to = ''] = places.split(':', 2);
  if (from === '' || to === '') throw new Error('--promote must look like staging:production.');
  if (reason === undefined) throw new Error('Say why: --reason.');
  return { kind: 'promote', from, to, reason };
}

function bulkLines({ isPreview, items, changed, unchanged, refused }: BulkResult): string[] {
  const rows = items.map(({ agent, name, outcome, changes, error }) => [
    ...[outcome, name ?? agent, error?.detail ?? changes.join('; ')],
  ]);
  const verb = isPreview ? 'would change' : 'changed';
  return [...column(rows), `${changed} ${verb}, ${unchanged} unchanged, ${refused} refused`];
}
