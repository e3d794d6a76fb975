import { askOperator } from './ask-operator.ts';
import { configOf, type Flags } from './flags.ts';

/** Prints the link alone, so that it can be piped. */
export async function loginLink(flags: Flags & { email?: string }): Promise<void> {
  const answer = await askOperator(configOf(flags).config, { command: 'login-link', email: flags.email ?? null });
  if ('url' in answer) console.log(answer.url);
}
