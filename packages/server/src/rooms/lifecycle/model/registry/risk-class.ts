import type { AgentProfile } from '../../contract-agents.ts';

const sides = ['autonomy', 'reversibility', 'data', 'reach', 'spend'] as const;

/** The highest of the five. While one is unknown the class is unknown too, unless another is high already. */
export function riskClass({ risk = {} }: AgentProfile): 'low' | 'medium' | 'high' | null {
  const levels = sides.map((side) => risk[side]);
  if (levels.includes('high')) return 'high';
  if (levels.includes(undefined)) return null;
  return levels.includes('medium') ? 'medium' : 'low';
}
