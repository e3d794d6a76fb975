import type { RunLinks } from '../../contract.ts';
import { type RunRow, told } from './run-row.ts';
import type { SpanRow } from './step-row.ts';

/** What a run and its steps call their release and their prompts; '' and null = not told. `agent`: the key of the agent. */
export type RunNames = {
  teamId: string;
  agent: string;
  release: string;
  prompts: readonly { name: string; version: string | null }[];
};

const most = 50;

/** Each prompt once, in the order of the steps; what no step says may still stand with the run. */
export function namesOf(
  run: Pick<RunRow, 'team_id' | 'agent' | 'release' | 'prompt_name' | 'prompt_version'>,
  spans: readonly Pick<SpanRow, 'prompt_name' | 'prompt_version'>[],
): RunNames {
  const named = [...spans, run].filter((one) => one.prompt_name !== '');
  const prompts = new Map(
    named.map(({ prompt_name: name, prompt_version: version }) => [
      JSON.stringify([name, version]),
      { name, version: told(version) },
    ]),
  );
  const { team_id: teamId, agent, release } = run;
  return { teamId, agent, release, prompts: [...prompts.values()].slice(0, most) };
}

/** The names as they are, where nobody knows more of them. */
export const unlinked = async (_: unknown, { prompts }: RunNames): Promise<RunLinks> => ({
  release: null,
  prompts: prompts.map((one) => ({ ...one, promptId: null, number: null })),
});
