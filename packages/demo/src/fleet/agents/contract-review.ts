import { type AgentSpec, type Conversation, type Move, say, use } from '../spec.ts';

const clauses = ['liability', 'termination', 'data protection', 'payment terms'] as const;

/** Reads contracts clause by clause through checkers, and refuses what is legal advice. */
export const contractReview: AgentSpec = {
  name: 'contract-review',
  service: 'contract-review',
  voice: 'genai',
  api: 'messages',
  model: 'claude-sonnet-4-5',
  stream: false,
  tellsUsage: 1,
  tellsCost: true,
  system:
    'You compare a draft with the house rules, clause by clause. You name deviations and never give legal advice.',
  releases: [{ version: '1.1.4', daysBefore: 50, share: 1 }],
  stagingShare: 0.1,
  perHour: 8,
  utcOffset: 1,
  weekend: 0.05,
  tools: {
    load_draft: { about: 'Loads a draft.', ms: 700 },
    ask_clause_checker: { about: 'Lets a checker compare one clause.', ms: 10 },
    find_rule: { about: 'Finds the house rule of a clause.', ms: 130 },
  },
  mishaps: { rateLimited: 0.01, serverError: 0.004, truncated: 0.03, slow: 0.1 },
  tags: ['legal'],
  judged: 0.5,
  talk(random): Conversation {
    const draft = `draft ${random.whole(100, 999)}`;
    if (random.chance(0.06))
      return {
        turns: [
          {
            ask: `Would we win in court over ${draft}?`,
            moves: [{ refuse: 'I cannot give legal advice. Please ask the legal team.' }],
          },
        ],
      };
    const chosen = clauses.slice(0, random.whole(2, clauses.length));
    const differs = random.pick(chosen);
    return {
      turns: [
        {
          ask: `Compare ${draft} with our rules.`,
          moves: [
            use('load_draft', { draft }, { pages: random.whole(3, 40) }),
            ...chosen.map(checker),
            say(
              `${draft}: ${differs} differs from the house rule; the other ${chosen.length - 1} clauses are as usual.`,
            ),
          ],
          outcome: random.chance(0.1) ? 'passed_to_person' : 'completed',
          ...(random.chance(0.3) ? { feedback: random.chance(0.8) ? 1 : 0 } : {}),
        },
      ],
    };
  },
};

const checker = (clause: string): Move => ({
  delegate: 'clause-checker',
  task: `Compare the clause on ${clause}.`,
  how: 'subagent',
  moves: [
    use('find_rule', { clause }, { rule: `House rule on ${clause}, version 7` }),
    say(`The clause on ${clause} was compared.`),
  ],
});
