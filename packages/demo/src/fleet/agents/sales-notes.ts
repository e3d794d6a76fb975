import { type AgentSpec, type Conversation, say, use } from '../spec.ts';

/** Turns what was said in a call into notes and a next step. */
export const salesNotes: AgentSpec = {
  name: 'sales-notes',
  service: 'sales-notes',
  voice: 'traceloop',
  api: 'messages',
  model: 'claude-haiku-4-5',
  stream: false,
  tellsUsage: 1,
  tellsCost: false,
  system: 'You write notes of a sales call: who wants what, by when, and the next step. Never invent a figure.',
  releases: [{ version: '1.3.0', daysBefore: 33, share: 1 }],
  stagingShare: 0.05,
  perHour: 20,
  utcOffset: -6,
  weekend: 0.1,
  tools: {
    find_account: { about: 'Finds an account.', ms: 140 },
    save_note: {
      about: 'Saves a note to an account.',
      ms: 95,
      fails: 0.02,
      failure: { type: 'ConflictError', message: 'the note was changed by somebody else' },
    },
  },
  mishaps: { rateLimited: 0.01, serverError: 0.006, truncated: 0.04, slow: 0.02 },
  tags: ['sales'],
  judged: 0.2,
  talk(random): Conversation {
    const account = random.pick(['account 118', 'account 204', 'account 377', 'account 512']);
    const seats = random.whole(5, 80) * 5;
    const note = `${account}: wants ${seats} seats before the quarter ends; asks for a longer trial. Next: offer on ${random.pick(['Monday', 'Wednesday', 'Friday'])}.`;
    return {
      turns: [
        {
          ask: `Notes of my call with ${account}: they liked it, ${seats} seats, before the quarter ends, trial too short.`,
          moves: [
            use('find_account', { name: account }, { id: random.whole(1, 900), stage: 'trial' }),
            use('save_note', { text: note }, 'saved'),
            say(note),
          ],
          ...(random.chance(0.2) ? { feedback: random.chance(0.85) ? 1 : 0 } : {}),
        },
      ],
    };
  },
};
