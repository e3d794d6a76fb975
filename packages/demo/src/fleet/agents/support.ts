import { type AgentSpec, type Conversation, type Release, say, type TurnScript, use } from '../spec.ts';
import type { Random } from '../../random.ts';

const hasty = '5.5.0';

/** Questions of customers in four languages; some go on to refunds. One release guessed instead of looking, and was taken back. */
export const support: AgentSpec = {
  name: 'support',
  service: 'support',
  voice: 'genai',
  api: 'chat',
  model: 'gpt-5-mini',
  stream: true,
  tellsUsage: 1,
  tellsCost: true,
  system: 'You are the support agent of a shop for garden tools. Look orders up before you answer. Be brief and kind.',
  releases: [
    { version: '5.4.1', daysBefore: 60, share: 1 },
    { version: hasty, daysBefore: 4, until: 3.2, share: 1 },
  ],
  stagingShare: 0.04,
  perHour: 90,
  utcOffset: 1,
  weekend: 0.7,
  tools: {
    find_order: {
      about: 'Finds an order by its number.',
      ms: 90,
      fails: 0.015,
      failure: { type: 'TimeoutError', message: 'orders did not answer within 2 s' },
    },
    search_help: { about: 'Searches the help pages.', ms: 160 },
    open_ticket: { about: 'Hands the case to a person.', ms: 70 },
  },
  mishaps: {
    rateLimited: 0.012,
    serverError: 0.004,
    badJson: 0.002,
    badArguments: 0.004,
    truncated: 0.006,
    slow: 0.01,
  },
  tags: ['customer'],
  judged: 0.15,
  talk(random, release): Conversation {
    const turns: TurnScript[] = [where(random, release)];
    if (random.chance(0.35)) turns.push(returning(random));
    if (random.chance(0.12)) turns.push(person(random));
    return { turns: turns as [TurnScript, ...TurnScript[]] };
  },
};

const orderOf = (random: Random): string => `G-${random.whole(10_000, 99_999)}`;
const feedback = (random: Random, good: number): { feedback?: 1 | 0 } =>
  random.chance(0.1) ? { feedback: random.chance(good) ? 1 : 0 } : {};

function where(random: Random, { version }: Release): TurnScript {
  const order = orderOf(random);
  const days = random.whole(1, 4);
  const [ask, answer] = random.pick([
    [
      `Where is my order ${order}?`,
      `Order ${order} left our warehouse yesterday and should reach you in ${days} days.`,
    ],
    [
      `Wo bleibt meine Bestellung ${order}?`,
      `Die Bestellung ${order} ist unterwegs und sollte in ${days} Tagen bei Ihnen sein.`,
    ],
    [`Où en est ma commande ${order} ?`, `La commande ${order} est en route ; comptez ${days} jours.`],
    [`أين طلبي رقم ${order}؟`, `غادر طلبك ${order} المستودع أمس، ومن المتوقع أن يصل خلال ${days} أيام.`],
  ] as const);
  const found = { order, state: 'shipped', days };
  if (version === hasty && random.chance(0.3))
    return { ask, moves: [say('It should be with you any day now.')], outcome: 'failed', ...feedback(random, 0.1) };
  return {
    ask,
    moves: [use('find_order', { order }, found), say(answer)],
    outcome: 'completed',
    ...feedback(random, 0.9),
  };
}

function returning(random: Random): TurnScript {
  const ask = random.pick([
    'The handle came broken. Can I send it back?',
    'Puis-je le retourner ?',
    'Kann ich es zurückgeben?',
  ]);
  const help = { title: 'Returns', text: 'Within 30 days, in any packaging.' };
  const task = `Check whether ${orderOf(random)} may be returned, and start it.`;
  const moves = [use('search_help', { query: 'returns' }, help)];
  if (random.chance(0.5))
    return {
      ask,
      moves: [...moves, say('Yes: within 30 days and in any packaging. Shall I start it?')],
      ...feedback(random, 0.8),
    };
  const refund = [say('The return is registered; the label comes by e-mail.')];
  return { ask, moves: [...moves, { delegate: 'refunds', task, moves: refund, how: 'handoff' }], outcome: 'completed' };
}

const person = (random: Random): TurnScript => ({
  ask: random.pick(['I want to talk to a person.', 'Ich möchte mit einem Menschen sprechen.', 'أريد التحدث إلى موظف.']),
  moves: [
    use('open_ticket', { reason: 'asked for a person' }, { ticket: random.whole(1000, 9999) }),
    say('A colleague takes over; you hear from us within the hour.'),
  ],
  outcome: 'passed_to_person',
  ...feedback(random, 0.5),
});
