import { type AgentSpec, type Conversation, type Release, say, use } from '../spec.ts';
import type { Random } from '../../random.ts';

const older = '3.1.0';
const newer = '3.2.0';

/** Two releases side by side: the newer one writes amounts with a comma more often, which the ledger of payments refuses. */
export const refunds: AgentSpec = {
  name: 'refunds',
  service: 'refunds',
  voice: 'openinference',
  api: 'chat',
  model: 'gpt-5-mini',
  stream: false,
  tellsUsage: 1,
  tellsCost: true,
  system: 'You decide refunds below 200 by the rules of the house, and pass on what is above.',
  releases: [
    { version: older, daysBefore: 40, share: 1 },
    { version: newer, daysBefore: 2.5, share: 0.35 },
  ],
  stagingShare: 0.03,
  perHour: 60,
  utcOffset: 1,
  weekend: 0.75,
  tools: {
    find_payment: { about: 'Finds a payment.', ms: 120 },
    check_rules: { about: 'Says whether a refund is within the rules.', ms: 40 },
    issue_refund: {
      about: 'Pays back. Cannot be undone.',
      ms: 260,
      fails: 0.006,
      failure: { type: 'ConnectionError', message: 'payments: connection reset by peer' },
    },
  },
  mishaps: { rateLimited: 0.01, serverError: 0.004, badJson: 0.002, badArguments: 0.003 },
  tags: ['customer', 'money'],
  judged: 0.2,
  talk: (random, release) => (random.chance(0.12) ? large(random) : small(random, release)),
};

function small(random: Random, { version }: Release): Conversation {
  const order = `G-${random.whole(10_000, 99_999)}`;
  const cents = random.whole(500, 19_900);
  const amount = (cents / 100).toFixed(2);
  const failure = { type: 'invalid_amount', message: `issue_refund: "${amount.replace('.', ',')} EUR" is no amount` };
  const refund = (fails: number) => ({
    tools: [
      {
        name: 'issue_refund',
        arguments: { order, amount: fails > 0 ? `${amount.replace('.', ',')} EUR` : amount },
        result: { paid: amount },
        fails,
        failure,
      },
    ],
  });
  const wrong = random.chance(version === newer ? 0.13 : 0.02);
  // The first try misfires; mostly it writes the amount anew, at times it gives up.
  const givesUp = wrong && random.chance(0.4);
  const end = givesUp
    ? say('I could not pay this back just now. A colleague will look into it.')
    : say(`I have paid back ${amount} EUR for ${order}; it takes three days.`);
  return {
    turns: [
      {
        ask: random.pick([
          `Please refund order ${order}, it never came.`,
          `Bitte erstatten Sie ${order}, es kam defekt an.`,
          `Quisiera el reembolso del pedido ${order}.`,
        ]),
        moves: [
          use('find_payment', { order }, { order, paid: amount, currency: 'EUR' }),
          use('check_rules', { order, reason: 'not delivered' }, { within: true }),
          ...(wrong ? [refund(1)] : []),
          ...(givesUp ? [] : [wrong ? refund(0) : use('issue_refund', { order, amount }, { paid: amount })]),
          end,
        ],
        outcome: givesUp ? 'failed' : 'completed',
        ...(random.chance(0.12) ? { feedback: givesUp || random.chance(0.15) ? 0 : 1 } : {}),
      },
    ],
  };
}

function large(random: Random): Conversation {
  const order = `G-${random.whole(10_000, 99_999)}`;
  const paid = random.whole(201, 900);
  return {
    turns: [
      {
        ask: `Refund ${order} in full, please.`,
        moves: [
          use('find_payment', { order }, { order, paid, currency: 'EUR' }),
          use('check_rules', { order }, { within: false, limit: 200 }),
          say(`${paid} EUR is above what I may decide. I have passed it to a person.`),
        ],
        outcome: 'passed_to_person',
      },
    ],
    tags: ['large'],
  };
}
