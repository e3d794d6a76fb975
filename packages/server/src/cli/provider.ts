import type { ModelProvider, ModelProviderDetail, TriedModelProvider } from '../access/contract-providers.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { printable } from './printable.ts';

type AddFlags = ClientFlags & {
  baseUrl: string;
  dialect: 'openai' | 'anthropic';
  models: string[];
  pricedAs: string;
  keyEnv: string;
};

export async function providerList(flags: ClientFlags): Promise<void> {
  const items = await providersOf(apiOf(flags));
  const rows = items.map((one) => [
    ...[one.name, one.dialect, one.hasKey ? 'key kept' : 'no key', one.teamId === null ? 'all teams' : 'one team'],
    `${one.baseUrl}${one.models.length === 0 ? '' : `  ${one.models.join(', ')}`}`,
  ]);
  for (const line of column(rows)) console.log(line);
  if (rows.length === 0) console.log('none yet: signalbox provider add <name> --base-url <url>');
}

/** The key is never an argument: those are seen by everybody on the machine. */
export async function providerAdd(name: string, flags: AddFlags): Promise<void> {
  const api = apiOf(flags);
  const apiKey = process.env[flags.keyEnv]?.trim() || null;
  const teamId = await teamOf(api);
  const { baseUrl, dialect, models, pricedAs } = flags;
  const added = (await api('POST', '/providers', {
    ...{ name, baseUrl, dialect, models, pricedAs, apiKey, teamId },
  })) as ModelProvider;
  const kept = added.hasKey ? 'its key is kept sealed' : `${flags.keyEnv} is not set: it is asked without a key`;
  console.log(`${printable(added.name)} added (${added.id}); ${kept}`);
}

export async function providerTry(provider: string, flags: ClientFlags & { model: string }): Promise<void> {
  const api = apiOf(flags);
  const { id } = await providerNamed(api, provider);
  const { ok, text, ms, error } = (await api('POST', `/providers/${id}/try`, {
    model: flags.model,
  })) as TriedModelProvider;
  console.log(ok ? `${printable(text ?? '')}  (${ms} ms)` : printable(error?.message ?? 'It did not answer.'));
  if (!ok) process.exitCode = 1;
}

export async function providerRemove(provider: string, flags: ClientFlags & { confirm?: string }): Promise<void> {
  const api = apiOf(flags);
  const { id, name } = await providerNamed(api, provider);
  if (flags.confirm !== undefined) {
    await api('POST', `/providers/${id}/remove`, { confirm: flags.confirm });
    console.log(`${printable(name)} is removed, and its key with it`);
    return;
  }
  const { uses } = (await api('GET', `/providers/${id}`)) as ModelProviderDetail;
  const rows = uses.map((one) => [one.actorName ?? one.actor, `${one.uses} uses, the last ${one.lastAt}`]);
  for (const line of column(rows)) console.log(line);
  console.log(`${rows.length === 0 ? 'Nobody used it. ' : ''}Remove it with --confirm "${printable(name)}".`);
}

/** Throws a sentence where none, or more than one, has the name. */
export async function providerNamed(api: Api, nameOrId: string): Promise<ModelProvider> {
  const items = await providersOf(api);
  const found = items.filter((one) => one.id === nameOrId || one.name === nameOrId);
  if (found.length === 1) return found[0]!;
  const names = items.map((one) => printable(one.name)).join(', ') || 'none';
  throw new Error(
    found.length === 0
      ? `The key sees no model provider "${nameOrId}"; there are: ${names}.`
      : `${found.length} model providers are called "${nameOrId}": name one by its id, ${found.map((one) => one.id).join(' or ')}.`,
  );
}

const providersOf = async (api: Api): Promise<ModelProvider[]> =>
  ((await api('GET', '/providers')) as { items: ModelProvider[] }).items;

/** The team of the key: it sees no other. */
export async function teamOf(api: Api): Promise<string> {
  const { items } = (await api('GET', '/teams')) as { items: { id: string }[] };
  if (items[0] === undefined) throw new Error('The key sees no team.');
  return items[0].id;
}
