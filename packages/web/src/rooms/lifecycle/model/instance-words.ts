import type { Instance } from 'signalbox/contract/lifecycle';
import { count } from '../../../format/number.ts';

/** Instances of one environment in words. `lagging`: one that is alive runs what is not served, or one was lost. undefined = not known. */
export function instanceWords(of: readonly Pick<Instance, 'state' | 'current'>[] | undefined): {
  words: string;
  lagging: boolean;
} {
  if (of === undefined) return { words: '—', lagging: false };
  const alive = of.filter((one) => one.state === 'alive');
  const old = alive.filter((one) => !one.current).length;
  const lost = of.filter((one) => one.state === 'lost').length;
  if (alive.length === 0 && lost === 0) return { words: 'none tells', lagging: false };
  const parts = [`${count(alive.length)} alive`];
  if (old > 0) parts.push(`${count(old)} on another release`);
  if (lost > 0) parts.push(`${count(lost)} lost`);
  return { words: parts.join(', '), lagging: old > 0 || lost > 0 };
}
