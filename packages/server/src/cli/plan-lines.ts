import type { AppliedAgent } from '../rooms/lifecycle/index.ts';
import { printable } from './printable.ts';

/** What a file changes, for people: `+` is new, `~` is changed, `=` is as it was; `!` marks what is risky. */
export function planLines(path: string, { name, isDeclared, isChange, registry, release }: AppliedAgent): string[] {
  const lines = [
    ...(isDeclared ? ['+ declared as a new agent'] : []),
    ...registry.map((sentence) => `~ ${sentence}`),
    ...(release?.isNew === true ? releaseLines(release) : []),
    ...(isChange ? [] : [`= as the file says${release === null ? '' : `, release ${release.version}`}`]),
  ];
  return [`${name} (${path})`, ...lines.map((line) => `  ${line}`)].map(printable);
}

type PlannedRelease = NonNullable<AppliedAgent['release']>;

function releaseLines({ version, changes }: PlannedRelease): string[] {
  const [riskiest] = changes;
  const risk = riskiest === undefined ? '' : `, ${riskiest.risk.level} risk`;
  return [`+ release ${version}${risk}`, ...changes.map(changeLine)];
}

export const changeLine = ({ sentence, risk }: PlannedRelease['changes'][number]): string =>
  `  ${risk.level === 'high' ? '!' : ' '} ${risk.level.padEnd(6)}  ${sentence}. ${risk.reason}`;

/** The last line: how many of how many. */
export function summaryLine(changed: number, all: number, done: 'would change' | 'changed'): string {
  if (changed === 0) return all === 1 ? 'The agent is as its file says.' : `All ${all} agents are as their files say.`;
  return `${changed} of ${all} ${all === 1 ? 'agent' : 'agents'} ${done}.`;
}
