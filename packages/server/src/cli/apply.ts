import { AppliedAgent } from '../rooms/lifecycle/index.ts';
import { type FileFlags, type FoundAgent, readAgentFiles } from './agent-files.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { errorText } from './error-text.ts';
import { planLines, summaryLine } from './plan-lines.ts';

type Flags = ClientFlags & FileFlags;

/** Says what apply would change and changes nothing. Exit code 0 = nothing, 2 = something, 1 = an error. */
export async function plan(flags: Flags): Promise<void> {
  const found = readAgentFiles(flags);
  const api = apiOf(flags);
  const changed = await each(found, async (one) => {
    const planned = await preview(api, one);
    print(one, planned);
    return planned.isChange;
  });
  if (changed === null) return;
  console.log(summaryLine(changed, found.length, 'would change'));
  if (changed > 0) process.exitCode = 2;
}

/**
 * Makes every agent what its file says, one after the other, each as a whole or not at all. What somebody changes between the look
 * and the deed is not overwritten: that agent fails, the others go on. Exit code 0 or 1; may be repeated.
 */
export async function apply(flags: Flags): Promise<void> {
  const found = readAgentFiles(flags);
  const api = apiOf(flags);
  const changed = await each(found, async (one) => {
    const { base, isChange, ...planned } = await preview(api, one);
    const body = { file: one.file, base };
    print(one, isChange ? AppliedAgent.parse(await api('POST', '/apply', body)) : { ...planned, base, isChange });
    return isChange;
  });
  if (changed !== null) console.log(summaryLine(changed, found.length, 'changed'));
}

const preview = async (api: Api, { file }: FoundAgent): Promise<AppliedAgent> =>
  AppliedAgent.parse(await api('POST', '/apply?preview=true', { file }));

const print = ({ path }: FoundAgent, agent: AppliedAgent): void => console.log(planLines(path, agent).join('\n'));

/** How many changed; null = one failed, and the exit code is 1. */
async function each(found: readonly FoundAgent[], of: (one: FoundAgent) => Promise<boolean>): Promise<number | null> {
  let [changed, failed] = [0, false];
  for (const one of found) {
    try {
      if (await of(one)) changed++;
    } catch (error) {
      failed = true;
      console.error(`${one.path}: ${one.file.metadata.name}: ${errorText(error)}`);
    }
  }
  if (failed) process.exitCode = 1;
  return failed ? null : changed;
}
