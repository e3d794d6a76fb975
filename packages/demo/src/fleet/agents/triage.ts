import { type AgentSpec, type Conversation, say, use } from '../spec.ts';

const mails = [
  ['Invoice 2231 is wrong', 'billing'],
  ['Rechnung fehlt seit zwei Wochen', 'billing'],
  ['Cannot sign in since the update', 'technical'],
  ['パスワードを再設定できません', 'technical'],
  ['Do you deliver to islands?', 'sales'],
  ['Quero cancelar a minha assinatura', 'cancellation'],
  ['החשבון שלי נעול', 'technical'],
  ['Congratulations, you have won', 'spam'],
] as const;

/** Sorts what comes in: short runs, many of them; some are abandoned when nobody answers its question. */
export const triage: AgentSpec = {
  name: 'triage',
  service: 'mail-desk',
  voice: 'genai-old',
  api: 'chat',
  model: 'gpt-5-mini',
  stream: false,
  tellsUsage: 1,
  tellsCost: false,
  system: 'You sort one mail into billing, technical, sales, cancellation or spam, and route it.',
  releases: [{ version: '2.0.7', daysBefore: 90, share: 1 }],
  stagingShare: 0.02,
  perHour: 80,
  utcOffset: 1,
  weekend: 0.5,
  tools: {
    route_mail: {
      about: 'Puts a mail into a queue.',
      ms: 35,
      fails: 0.008,
      failure: { type: 'QueueFull', message: 'queue "technical" takes no more mails' },
    },
  },
  mishaps: { rateLimited: 0.015, serverError: 0.003, badJson: 0.004, badArguments: 0.006 },
  tags: ['mail'],
  judged: 0.1,
  talk(random): Conversation {
    const [mail, queue] = random.pick(mails);
    if (random.chance(0.04))
      return { turns: [{ ask: mail, moves: [say('Which account is this about?')], outcome: 'abandoned' }] };
    const sorted = use('route_mail', { queue, confidence: 0.5 + random.whole(20, 49) / 100 }, { queue });
    return { turns: [{ ask: mail, moves: [sorted, say(`Sorted into ${queue}.`)], outcome: 'completed' }] };
  },
};
