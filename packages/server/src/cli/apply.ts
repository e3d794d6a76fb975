import { type AgentFile, AppliedAgent } from '../rooms/lifecycle/index.ts';
import { type FileFlags, type FoundAgent, readAgentFiles } from './agent-files.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { errorText } from './error-text.ts';
import { planLines, summaryLine } from './plan-lines.ts';

type Flags = ClientFlags & FileFlags;

/** One agent to change; `file` says what it is to be, and rejects where that cannot be said. */
type Item = { path: string; name: string; file: () => Promise<AgentFile> };

/** Says what apply would change and changes nothing. Exit code 0 = nothing, 2 = something, 1 = an error. */
export async function plan(flags: Flags): Promise<void> {
  const found = readAgentFiles(flags);
  await planItems(apiOf(flags), found.map(itemOf));
}

/**
 * Makes every agent what its file says, one after the other, each as a whole or not at all. What somebody changes between the look
 * and the deed is not overwritten: that agent fails, the others go on. Exit code 0 or 1; may be repeated.
 */
export async function apply(flags: Flags): Promise<void> {
  const found = readAgentFiles(flags);
  await applyItems(apiOf(flags), found.map(itemOf));
}

const itemOf = ({ path, file }: FoundAgent): Item => ({ path, name: file.metadata.name, file: async () => file });

export async function planItems(api: Api, items: readonly Item[]): Promise<void> {
  const changed = await each(items, async (one) => {
    const planned = await preview(api, await one.file());
    print(one, planned);
    return planned.isChange;
  });
  if (changed === null) return;
  console.log(summaryLine(changed, items.length, 'would change'));
  if (changed > 0) process.exitCode = 2;
}

export async function applyItems(api: Api, items: readonly Item[]): Promise<void> {
  const changed = await each(items, async (one) => {
    const file = await one.file();
    const planned = await preview(api, file);
    const { base, isChange } = planned;
    print(one, isChange ? AppliedAgent.parse(await api('POST', '/apply', { file, base })) : planned);
    return isChange;
  });
  if (changed !== null) console.log(summaryLine(changed, items.length, 'changed'));
}

const preview = async (api: Api, file: AgentFile): Promise<AppliedAgent> =>
  AppliedAgent.parse(await api('POST', '/apply?preview=true', { file }));

const print = ({ path }: Item, agent: AppliedAgent): void => console.log(planLines(path, agent).join('\n'));

/** How many changed; null = one failed, and the exit code is 1. */
async function each(items: readonly Item[], of: (one: Item) => Promise<boolean>): Promise<number | null> {
  let [changed, failed] = [0, false];
  for (const one of items) {
    try {
      if (await of(one)) changed++;
    } catch (error) {
      failed = true;
      console.error(`${one.path}: ${one.name}: ${errorText(error)}`);
    }
  }
  if (failed) process.exitCode = 1;
  return failed ? null : changed;
}
