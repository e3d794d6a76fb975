import { AppError } from '../../../spine/errors.ts';
import { agentOf, aliasAt, type Edit, type NamedAgent, type Naming } from '../model/naming.ts';

/** What each verb would change, as edits; throws what stands against it. Pure: preview and act are the same plan. */

export type Sent = { name: string; service: string };

/** The slug follows the name; the former one stays an address. `slug`: a free one, made of the new name. */
export function planRename(naming: Naming, agent: NamedAgent, to: { name: string; slug: string }): Edit[] {
  if (to.name === agent.name)
    throw new AppError('lifecycle.already_so', { params: { what: `It is called ${to.name}` } });
  const taken = naming.agents.some((one) => one !== agent && one.putAway === null && one.name === to.name);
  if (taken) throw new AppError('lifecycle.name_taken', { params: { name: to.name } });
  const { id } = agent;
  return [
    { of: 'agent', id, field: 'name', before: agent.name, after: to.name },
    ...(to.slug === agent.slug
      ? []
      : [{ of: 'agent', id, field: 'slug', before: agent.slug, after: to.slug } as const]),
  ];
}

/** All that `from` goes by stands for `into` from now on, and for all of the past. */
export function planMerge(naming: Naming, from: NamedAgent, into: NamedAgent): Edit[] {
  if (from.id === into.id) throw new AppError('lifecycle.same_agent');
  const moved = naming.aliases.filter((one) => one.agentId === from.id);
  const own = { name: from.key, service: '' };
  const places = [own, ...moved.filter((one) => one.name !== own.name || one.service !== '')];
  return [
    { of: 'agent', id: from.id, field: 'putAway', before: from.putAway, after: 'merged' },
    ...places.map(({ name, service }) => alias(naming, { name, service }, into.id)),
  ];
}

/**
 * A name of `agent`, from one service or whichever (''), becomes an agent of its own: `own`, which is there already, put away.
 * Of a name that was merged, this is the way back by hand.
 */
export function planSplit(naming: Naming, agent: NamedAgent, sent: Sent, own: NamedAgent): Edit[] {
  if (agentOf(naming, sent.name, sent.service) !== agent)
    throw new AppError('lifecycle.not_this_agent', { params: sent });
  if (sent.service === '' && sent.name === agent.key)
    throw new AppError('lifecycle.all_of_it', { params: { name: sent.name } });
  return [
    { of: 'agent', id: own.id, field: 'putAway', before: own.putAway, after: null },
    alias(naming, sent, own.key === sent.name && sent.service === '' ? null : own.id),
  ];
}

/** Spans of this name are no agents: their work belongs to the agent above them. */
export function planIgnore(naming: Naming, sent: Sent): Edit[] {
  if (isIgnored(naming, sent))
    throw new AppError('lifecycle.already_so', { params: { what: `"${sent.name}" is ignored` } });
  const agent = naming.agents.find((one) => one.key === sent.name && one.putAway === null);
  const bare = agent !== undefined && sent.service === '' && !naming.aliases.some((one) => one.agentId === agent.id);
  return [
    { of: 'ignored', ...sent, before: false, after: true },
    ...(bare ? [{ of: 'agent', id: agent.id, field: 'putAway', before: null, after: 'ignored' } as const] : []),
  ];
}

export function planRestore(naming: Naming, sent: Sent): Edit[] {
  if (!isIgnored(naming, sent))
    throw new AppError('lifecycle.already_so', { params: { what: `"${sent.name}" is not ignored` } });
  const agent = naming.agents.find((one) => one.key === sent.name && one.putAway === 'ignored');
  return [
    { of: 'ignored', ...sent, before: true, after: false },
    ...(agent !== undefined && sent.service === ''
      ? [{ of: 'agent', id: agent.id, field: 'putAway', before: 'ignored', after: null } as const]
      : []),
  ];
}

const isIgnored = (naming: Naming, { name, service }: Sent): boolean =>
  naming.ignored.some((one) => one.name === name && one.service === service);

const alias = (naming: Naming, { name, service }: Sent, after: string | null): Edit => ({
  ...{ of: 'alias', name, service, before: aliasAt(naming, name, service), after },
});
