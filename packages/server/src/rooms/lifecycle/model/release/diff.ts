import type { ReleaseManifest } from '../../contract-releases.ts';
import type { Change, Part, RiskLevel } from './change.ts';
import { slotChanges } from './slot-changes.ts';
import { toolChanges } from './tool-changes.ts';
import { valueChanges } from './value-changes.ts';

const weights: Record<RiskLevel, number> = { high: 0, medium: 1, low: 2 };
const nothing: ReleaseManifest = { schema: 'signalbox.release/v1' };

/** What differs between two manifests, the riskiest first. `before` null = there was none. */
export function diffManifests(before: ReleaseManifest | null, after: ReleaseManifest): Change[] {
  const old = before ?? nothing;
  const changes = [...toolChanges(old, after), ...slotChanges(old, after), ...valueChanges(old, after)];
  return changes.toSorted((a, b) => weights[a.risk.level] - weights[b.risk.level]);
}

/** How far the changes reach; null = nothing changed. */
export function widestPart(changes: readonly Change[]): Part | null {
  if (changes.length === 0) return null;
  return (['major', 'minor'] as const).find((part) => changes.some((one) => one.part === part)) ?? 'patch';
}

/** The riskiest of them; null = nothing changed. */
export const highestRisk = (changes: readonly Change[]): RiskLevel | null => changes[0]?.risk.level ?? null;
