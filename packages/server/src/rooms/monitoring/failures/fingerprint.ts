import { createHash } from 'node:crypto';
import type { FailureClass } from './model/failure-class.ts';
import type { Locus } from './model/locus.ts';

/** Grows when groups are made otherwise: what was grouped before keeps its groups until its runs are assembled again. */
export const fingerprintVersion = 1;

export type FailureScope = { workspaceId: string; teamId: string; agent: string; class: FailureClass };
/** `any`: what came after there were as many groups as are kept apart. */
export type GroupLocus = Locus | { kind: 'any'; name: '' };

/** The id of a group: what it is made of, so that groups forgotten and made again are the same. `seed`: words of its first message. */
export function fingerprintOf(scope: FailureScope, locus: GroupLocus, seed: readonly string[]): string {
  const { workspaceId, teamId, agent, class: of } = scope;
  const parts = [fingerprintVersion, workspaceId, teamId, agent, of, locus.kind, locus.name, seed];
  return `fai_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}
