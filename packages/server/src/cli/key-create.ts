import type { KeyScope } from '../spine/actor.ts';
import type { ContentMode } from '../spine/content-mode.ts';
import { askOperator } from './ask-operator.ts';
import { configOf, type Flags } from './flags.ts';

type KeyFlags = Flags & {
  name: string;
  scopes: KeyScope[];
  content: ContentMode;
  team?: string;
  agent?: string;
  environment?: string;
  origins?: string[];
};

/** Prints the secret alone, so that it can be piped. */
export async function keyCreate(flags: KeyFlags): Promise<void> {
  const { name, scopes, content: contentMode, team = null, agent = null, environment = null } = flags;
  const { origins = [] } = flags;
  const command = { command: 'key-create', name, scopes, team, agent, environment, contentMode, origins } as const;
  const answer = await askOperator(configOf(flags).config, command);
  if ('secret' in answer) console.log(answer.secret);
}
