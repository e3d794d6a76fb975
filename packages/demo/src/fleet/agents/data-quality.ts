import { type AgentSpec, type Conversation, type PlannedTool, say, use } from '../spec.ts';

const tables = ['orders', 'customers', 'stock', 'payments', 'returns'] as const;

/** Works around the clock without a person: checks tables and says what is odd. */
export const dataQuality: AgentSpec = {
  name: 'data-quality',
  service: 'data-quality',
  voice: 'openinference',
  api: 'messages',
  model: 'claude-haiku-4-5',
  stream: false,
  tellsUsage: 1,
  tellsCost: true,
  system: 'You check a table: missing values, doubles, jumps. Report at most three findings with their figures.',
  releases: [{ version: '2.6.3', daysBefore: 21, share: 1 }],
  stagingShare: 0.1,
  perHour: 20,
  utcOffset: 9,
  weekend: 1,
  tools: {
    profile_table: {
      about: 'Figures of a table.',
      ms: 3_200,
      spread: 0.7,
      fails: 0.02,
      failure: { type: 'QueryTimeout', message: 'the query was cancelled after 30 s' },
    },
    count_nulls: { about: 'Counts missing values of a column.', ms: 800 },
    find_doubles: { about: 'Finds rows that are there twice.', ms: 1_900, spread: 0.8 },
  },
  mishaps: { rateLimited: 0.006, serverError: 0.005, badArguments: 0 },
  tags: ['batch'],
  judged: 0.3,
  talk(random): Conversation {
    const table = random.pick(tables);
    const nulls = random.whole(0, 40);
    const side: PlannedTool[] = [
      { name: 'count_nulls', arguments: { table, column: 'updated_at' }, result: { nulls } },
      { name: 'find_doubles', arguments: { table }, result: { doubles: random.whole(0, 3) } },
    ];
    const finding =
      nulls > 30
        ? `${nulls} rows of ${table} have no updated_at, ten times as many as last week.`
        : `${table} looks as it should.`;
    return {
      turns: [
        {
          ask: `Check ${table} for the last hour.`,
          moves: [
            use('profile_table', { table }, { rows: random.whole(900, 90_000) }),
            { tools: side, thought: 'The row count is plausible; now values and doubles.' },
            say(finding),
          ],
          outcome: 'completed',
        },
      ],
      ...(nulls > 30 ? { tags: ['finding'] } : {}),
    };
  },
};
