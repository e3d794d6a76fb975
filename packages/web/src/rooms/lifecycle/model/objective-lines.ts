import type { AgentProfile, Figures } from 'signalbox/contract/lifecycle';
import { count, seconds, unknown, usd } from '../../../format/number.ts';

type Line = {
  name: string;
  target: string;
  actual: string;
  /** null = not known: it is neither met nor missed. */
  met: boolean | null;
  n: string;
};
/** With fewer nothing is said about a share. */
const fewest = 20;

/** What was promised beside what is; what is not known is not met and not missed. */
export function objectiveLines(objectives: AgentProfile['objectives'], figures: Figures | null): Line[] {
  const { completion, latencyMs, costUsd } = objectives ?? {};
  const lines: Line[] = [];
  const none = { actual: unknown, met: null, n: 'nothing ran' };
  if (completion !== undefined)
    lines.push({
      ...{ name: 'Completed', target: `≥ ${percent(completion)}` },
      ...(figures === null ? none : completed(figures, completion)),
    });
  if (latencyMs !== undefined)
    lines.push({
      ...{ name: 'p95, s', target: `≤ ${seconds(latencyMs)}` },
      ...(figures === null ? none : latency(figures, latencyMs)),
    });
  if (costUsd !== undefined)
    lines.push({
      ...{ name: 'USD each', target: `≤ ${usd(costUsd)}` },
      ...(figures === null ? none : cost(figures, costUsd)),
    });
  return lines;
}

function completed({ outcomes }: Figures, target: number): Pick<Line, 'actual' | 'met' | 'n'> {
  const known =
    outcomes.completed.count + outcomes.failed.count + outcomes.passedToPerson.count + outcomes.abandoned.count;
  const n = `${count(known)} of known outcome`;
  if (known < fewest) return { actual: `${count(outcomes.completed.count)} of ${count(known)}`, met: null, n };
  const share = outcomes.completed.count / known;
  return { actual: percent(share), met: share >= target, n };
}

const latency = ({ p95Ms, invocations }: Figures, target: number): Pick<Line, 'actual' | 'met' | 'n'> => ({
  ...{ actual: seconds(p95Ms), met: p95Ms === null ? null : p95Ms <= target },
  n: `${count(invocations)} invocations`,
});

/** A cost that is not whole can show that it is missed, never that it is met. */
function cost({ costUsd, uncostedCalls, invocations }: Figures, target: number): Pick<Line, 'actual' | 'met' | 'n'> {
  const n = `${count(invocations)} invocations`;
  if (costUsd === null || invocations === 0) return { actual: unknown, met: null, n };
  const each = costUsd / invocations;
  const met = each > target ? false : uncostedCalls > 0 ? null : true;
  return { actual: `${usd(each)}${uncostedCalls > 0 ? ' +?' : ''}`, met, n };
}

/** One decimal where it matters: 99.5 % is not 100 %. */
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;
