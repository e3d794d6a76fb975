import { type AgentSpec, type Conversation, type Move, say, use } from '../spec.ts';
import type { Random } from '../../random.ts';

const topics = [
  'night trains between capitals',
  'heat pumps in old houses',
  'bees in cities',
  'desalination costs since 2015',
  'four-day weeks in hospitals',
  'recycling of wind turbine blades',
] as const;

/** Long runs: a reasoning model, slow tools, and readers of sources as agents of their own. */
export const research: AgentSpec = {
  name: 'research',
  service: 'research',
  voice: 'genai-events',
  api: 'responses',
  model: 'gpt-5',
  stream: true,
  tellsUsage: 1,
  tellsCost: false,
  system:
    'You research a question, read at least two sources through your readers, and answer with what they agree on.',
  releases: [{ version: '1.9.0', daysBefore: 25, share: 1 }],
  stagingShare: 0.15,
  perHour: 12,
  utcOffset: 0,
  weekend: 0.35,
  tools: {
    web_search: {
      about: 'Searches the web.',
      ms: 1_400,
      spread: 0.8,
      fails: 0.03,
      failure: { type: 'TimeoutError', message: 'search did not answer within 10 s' },
    },
    ask_source_reader: { about: 'Lets a reader study one source.', ms: 10 },
    fetch_page: {
      about: 'Fetches a page.',
      ms: 900,
      spread: 0.9,
      fails: 0.06,
      failure: { type: 'HTTPError', message: '403 for this page' },
    },
  },
  mishaps: { rateLimited: 0.02, serverError: 0.006, truncated: 0.03, slow: 0.08 },
  tags: ['internal'],
  judged: 0.4,
  talk(random): Conversation {
    const topic = random.pick(topics);
    const readers = Array.from({ length: random.whole(1, 3) }, (_, n) => reader(random, topic, n + 1));
    const answer: Move = {
      say: `On ${topic}: the sources agree that costs have fallen and that local rules decide most. They differ on how fast it goes on.`,
      reasoning: 'Compare what the readers brought, keep what at least two of them say.',
    };
    return {
      turns: [
        {
          ask: `What is known about ${topic}?`,
          moves: [search(topic), ...readers, answer],
          outcome: 'completed',
          ...(random.chance(0.3) ? { feedback: random.chance(0.8) ? 1 : 0 } : {}),
        },
        ...(random.chance(0.4)
          ? [
              {
                ask: 'Shorter, please: three points.',
                moves: [say('1. Cheaper every year. 2. Local rules decide. 3. Speed is disputed.')],
              },
            ]
          : []),
      ],
    };
  },
};

const search = (topic: string): Move =>
  use('web_search', { query: topic }, { hits: [`${topic}: a survey`, `${topic}: figures`] });

const reader = (random: Random, topic: string, number: number): Move => ({
  delegate: 'source-reader',
  task: `Read source ${number} on ${topic}.`,
  how: 'subagent',
  moves: [
    use('fetch_page', { source: number }, `Page of ${random.whole(2, 40)} thousand characters on ${topic}.`),
    say(
      `Source ${number} says: it works where the rules allow it, and costs fell by ${random.whole(10, 60)} % in ten years.`,
    ),
  ],
});
