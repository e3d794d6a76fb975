import { type AgentSpec, type Conversation, type Move, say, use } from '../spec.ts';
import type { Random } from '../../random.ts';

/** Mends failing tests; at times it goes round in circles until its limit. */
export const coding: AgentSpec = {
  name: 'coding',
  service: 'coding',
  voice: 'vercel',
  api: 'chat',
  model: 'gpt-5',
  stream: false,
  tellsUsage: 1,
  tellsCost: false,
  system: 'You mend one failing test at a time. Read before you write, run the tests after each change.',
  releases: [{ version: '0.14.2', daysBefore: 12, share: 1 }],
  stagingShare: 0.3,
  perHour: 25,
  utcOffset: -5,
  weekend: 0.3,
  tools: {
    read_file: { about: 'Reads a file.', ms: 12 },
    write_file: { about: 'Writes a file.', ms: 18 },
    run_tests: { about: 'Runs the tests.', ms: 6_500, spread: 0.6 },
  },
  mishaps: { rateLimited: 0.02, serverError: 0.004, badArguments: 0.012, truncated: 0.01, slow: 0.03 },
  tags: ['engineering'],
  judged: 0.25,
  talk(random): Conversation {
    const file = random.pick(['cart.ts', 'invoice.ts', 'stock.ts', 'login.ts', 'search.ts']);
    const stuck = random.chance(0.07);
    const rounds = stuck ? 8 : random.whole(1, 3);
    const moves = [
      use('read_file', { path: file }, `// ${file}, ${random.whole(40, 300)} lines`),
      tests(random, file, 1),
    ];
    for (let round = 1; round <= rounds; round++)
      moves.push(write(random, file), tests(random, file, stuck || round < rounds ? 0.9 : 0));
    const answer = say(
      `The tests of ${file} pass. The sum was rounded before the tax was added; it is rounded once, at the end, now.`,
    );
    return {
      turns: [
        {
          ask: `The tests of ${file} fail since this morning. Please mend it.`,
          moves: [...moves, answer],
          ...(stuck ? {} : { outcome: 'completed' }),
        },
      ],
      ...(stuck ? { tags: ['loop'] } : {}),
    };
  },
};

const write = (random: Random, file: string): Move =>
  use('write_file', { path: file, lines: random.whole(2, 30) }, 'written');

const tests = (random: Random, file: string, fails: number): Move => ({
  tools: [
    {
      name: 'run_tests',
      arguments: { path: file },
      result: `${random.whole(20, 80)} passed`,
      fails,
      failure: {
        type: 'TestFailure',
        message: `${random.whole(1, 4)} tests of ${file} fail: expected 119.00, got 118.99`,
      },
    },
  ],
});
