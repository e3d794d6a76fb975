import { type AgentSpec, type Conversation, say, use } from '../spec.ts';

/** Helps whoever is on call: slow tools, tools that fail, and an analyst of logs below it. */
export const opsCopilot: AgentSpec = {
  name: 'ops-copilot',
  service: 'ops-copilot',
  voice: 'vercel',
  api: 'chat',
  model: 'gpt-5-mini',
  stream: false,
  tellsUsage: 1,
  tellsCost: false,
  system:
    'You help whoever is on call. Look at metrics and logs before you suggest anything. Never restart by yourself.',
  releases: [{ version: '0.8.0', daysBefore: 9, share: 1 }],
  stagingShare: 0.2,
  perHour: 15,
  utcOffset: 2,
  weekend: 0.8,
  tools: {
    query_metrics: {
      about: 'Asks for metrics.',
      ms: 1_100,
      spread: 0.9,
      fails: 0.05,
      failure: { type: 'TimeoutError', message: 'metrics did not answer within 15 s' },
    },
    search_logs: {
      about: 'Searches logs.',
      ms: 2_400,
      spread: 1,
      fails: 0.06,
      failure: { type: 'HTTPError', message: '502 from the log store' },
    },
    ask_log_analyst: { about: 'Lets an analyst read the logs.', ms: 10 },
  },
  mishaps: { rateLimited: 0.02, serverError: 0.01, badJson: 0.006, badArguments: 0.008, slow: 0.05 },
  tags: ['on-call'],
  judged: 0.2,
  talk(random): Conversation {
    const service = random.pick(['checkout', 'search', 'stock', 'login']);
    const analyst = {
      delegate: 'log-analyst',
      task: `What do the logs of ${service} say since ten minutes?`,
      how: 'subagent' as const,
      moves: [
        use('search_logs', { service, minutes: 10 }, { lines: random.whole(0, 900) }),
        say(`Mostly "connection pool is empty" on ${service}.`),
      ],
    };
    const [moves, outcome] = random.chance(0.6)
      ? [
          [use('query_metrics', { service, metric: 'latency' }, { p95: random.whole(200, 4000) }), analyst],
          'completed' as const,
        ]
      : [
          [use('query_metrics', { service, metric: 'errors' }, { rate: random.whole(0, 9) })],
          'passed_to_person' as const,
        ];
    const answer = say(
      `${service} waits for connections of its database since the last deployment. Going back to the release before would help; please decide.`,
    );
    return {
      turns: [
        {
          ask: `${service} is slow. Why?`,
          moves: [...moves, answer],
          outcome,
          ...(random.chance(0.2) ? { feedback: random.chance(0.7) ? 1 : 0 } : {}),
        },
      ],
    };
  },
};
