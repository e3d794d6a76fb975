import type { AgentProfile } from '../contract-agents.ts';

/** What is said about agents of the demo fleet (packages/demo): names, versions, days, texts and tools are the fleet's own. */

/** Times are days before the demo began. `prompt`: number of the version in it. */
type DemoRelease = { version: string; days: number; prompt: number; why: string; expectedEffect: string };
type DemoStep = { days: number; environment: string; reason: string } & (
  | { deploy: string; percent: number }
  | { rollBack: true }
);
type DemoPrompt = {
  folder: string;
  versions: readonly { days: number; text: string; message: string }[];
  labels: { production: number; staging: number };
};
export type DemoAgent = {
  key: string;
  profile: AgentProfile;
  released?: {
    model: { provider: string; name: string };
    tools: readonly { name: string; description: string; effect: 'reads' | 'reversible' | 'irreversible' }[];
    prompt: DemoPrompt;
    releases: readonly [DemoRelease, ...DemoRelease[]];
    steps: readonly DemoStep[];
  };
};
type Levels = NonNullable<AgentProfile['risk']>;
type Level = NonNullable<Levels['data']>;

const risk = (...[autonomy, reversibility, data, reach, spend]: [Level, Level, Level, Level, Level]): Levels => ({
  ...{ autonomy, reversibility, data, reach, spend },
});
const runbook = (key: string): string => `https://runbooks.example/${key}`;
const served = (days: number, version: string, reason = 'The first release that is kept here.'): DemoStep[] =>
  ['staging', 'production'].map((environment) => ({
    ...{ days, environment, deploy: version, percent: 100, reason },
  }));
const first = (days: number, version: string, prompt: number): DemoRelease => ({
  ...{ days, version, prompt, why: 'What runs is written down as a release.', expectedEffect: '' },
});
const next = (days: number, version: string, prompt: number): DemoRelease => ({
  ...{ days, version, prompt, why: 'A better text.', expectedEffect: 'More runs that complete.' },
});

const support = 'You are the support agent of a shop for garden tools.';
const refunds = 'You decide refunds below 200 by the rules of the house, and pass on what is above.';
const triage = 'You sort one mail into billing, technical, sales, cancellation or spam, and route it.';
const onboarding =
  'You lead a new user through the first day: invite the team, connect the calendar, switch reminders on.';
const research = 'You research a question, read at least two sources through your readers, and';

/** Two of the fleet are left out, translator and coding: nobody has said anything about them. */
export const demoAgents: readonly DemoAgent[] = [
  {
    key: 'support',
    profile: {
      ...{ purpose: 'Answers customers of the shop in four languages.', onCall: '#demo-support', tags: ['customer'] },
      ...{ risk: risk('medium', 'low', 'medium', 'high', 'low'), runbook: runbook('support'), calls: ['refunds'] },
      ...{ tools: ['find_order', 'search_help', 'open_ticket'], dataSources: ['orders', 'help pages'] },
      objectives: { completion: 0.9, latencyMs: 20_000, costUsd: 0.02 },
    },
    released: {
      model: { provider: 'openai', name: 'gpt-5-mini' },
      tools: [
        { name: 'find_order', description: 'Finds an order by its number.', effect: 'reads' },
        { name: 'search_help', description: 'Searches the help pages.', effect: 'reads' },
        { name: 'open_ticket', description: 'Hands the case to a person.', effect: 'reversible' },
      ],
      prompt: {
        folder: 'customers',
        versions: [
          { days: 62, text: `${support} Look orders up before you answer.`, message: 'First text.' },
          { days: 61, text: `${support} Look orders up before you answer. Be brief and kind.`, message: 'Tone.' },
          { days: 5, text: `${support} Be brief and kind. Answer at once where you can.`, message: 'Fewer look-ups.' },
        ],
        labels: { production: 2, staging: 3 },
      },
      releases: [
        first(60, '5.4.1', 2),
        {
          ...{ version: '5.5.0', days: 4.2, prompt: 3, why: 'Answers shall come sooner.' },
          expectedEffect: 'Half the look-ups, and the same completion.',
        },
      ],
      steps: [
        ...served(60, '5.4.1').filter(({ environment }) => environment === 'production'),
        { days: 4, environment: 'production', deploy: '5.5.0', percent: 100, reason: 'Answers shall come sooner.' },
        { days: 3.2, environment: 'production', rollBack: true, reason: 'It guesses where it should look orders up.' },
      ],
    },
  },
  {
    key: 'refunds',
    profile: {
      ...{ purpose: 'Decides refunds below 200, and passes on what is above.', onCall: '#demo-money', tags: ['money'] },
      ...{ risk: risk('high', 'high', 'medium', 'medium', 'high'), runbook: runbook('refunds'), budget: 'refunds' },
      ...{ tools: ['find_payment', 'check_rules', 'issue_refund'], dataSources: ['payments'] },
      objectives: { completion: 0.95, latencyMs: 15_000, costUsd: 0.02 },
    },
    released: {
      model: { provider: 'openai', name: 'gpt-5-mini' },
      tools: [
        { name: 'find_payment', description: 'Finds a payment.', effect: 'reads' },
        { name: 'check_rules', description: 'Says whether a refund is within the rules.', effect: 'reads' },
        { name: 'issue_refund', description: 'Pays back. Cannot be undone.', effect: 'irreversible' },
      ],
      prompt: {
        folder: 'customers',
        versions: [
          { days: 41, text: refunds, message: 'First text.' },
          {
            days: 3,
            text: `${refunds} Write amounts as the customer does.`,
            message: 'Amounts as customers write them.',
          },
        ],
        labels: { production: 1, staging: 2 },
      },
      releases: [
        first(40, '3.1.0', 1),
        {
          ...{ version: '3.2.0', days: 2.6, prompt: 2, why: 'Customers did not know their amounts again.' },
          expectedEffect: 'Fewer questions about amounts.',
        },
      ],
      steps: [
        ...served(40, '3.1.0').filter(({ environment }) => environment === 'production'),
        {
          days: 2.5,
          environment: 'production',
          deploy: '3.2.0',
          percent: 35,
          reason: 'A third of the cases at first.',
        },
      ],
    },
  },
  {
    key: 'triage',
    profile: {
      ...{ purpose: 'Sorts incoming mails into five queues.', onCall: '#demo-support', tools: ['route_mail'] },
      ...{ risk: risk('medium', 'low', 'medium', 'high', 'low'), runbook: runbook('triage'), tags: ['mail'] },
      objectives: { completion: 0.9, latencyMs: 6_000 },
    },
    released: {
      model: { provider: 'openai', name: 'gpt-5-mini' },
      tools: [{ name: 'route_mail', description: 'Puts a mail into a queue.', effect: 'reversible' }],
      prompt: {
        folder: 'mail',
        versions: [
          { days: 95, text: 'You sort one mail into billing, technical, sales or spam.', message: 'First text.' },
          { days: 91, text: triage, message: 'Cancellations apart.' },
        ],
        labels: { production: 2, staging: 2 },
      },
      releases: [first(90, '2.0.7', 2)],
      steps: served(90, '2.0.7'),
    },
  },
  {
    key: 'onboarding',
    profile: {
      ...{ purpose: 'Leads new users through their first day.', tools: ['list_steps', 'check_calendar'] },
      ...{ risk: risk('low', 'low', 'medium', 'medium', 'low'), onCall: '#demo-growth', tags: ['customer'] },
      objectives: { completion: 0.85, latencyMs: 25_000, costUsd: 0.05 },
    },
    released: {
      model: { provider: 'anthropic', name: 'claude-sonnet-4-5' },
      tools: [
        { name: 'list_steps', description: 'Steps that are still open.', effect: 'reads' },
        { name: 'check_calendar', description: 'Looks whether the calendar can be read.', effect: 'reads' },
      ],
      prompt: {
        folder: 'customers',
        versions: [
          { days: 20, text: onboarding, message: 'First text.' },
          { days: 19, text: `${onboarding} One step at a time.`, message: 'One step at a time.' },
          { days: 1, text: `${onboarding} One step at a time. Offer help of a person.`, message: 'A way out.' },
        ],
        labels: { production: 2, staging: 3 },
      },
      releases: [first(19.5, '3.9.0', 1), next(18, '4.0.0', 2)],
      steps: [...served(19.5, '3.9.0'), ...served(18, '4.0.0', 'It was better in staging.')],
    },
  },
  {
    key: 'research',
    profile: {
      ...{ purpose: 'Answers questions from at least two sources.', calls: ['source-reader'], tools: ['web_search'] },
      ...{ risk: risk('medium', 'low', 'low', 'low', 'medium'), runbook: runbook('research'), tags: ['internal'] },
      objectives: { completion: 0.8, latencyMs: 120_000, costUsd: 0.3 },
    },
    released: {
      model: { provider: 'openai', name: 'gpt-5' },
      tools: [{ name: 'web_search', description: 'Searches the web.', effect: 'reads' }],
      prompt: {
        folder: 'internal',
        versions: [
          { days: 27, text: `${research} answer.`, message: 'First text.' },
          { days: 26, text: `${research} answer with what they agree on.`, message: 'Only what sources agree on.' },
        ],
        labels: { production: 2, staging: 2 },
      },
      releases: [first(26.5, '1.8.0', 1), next(25, '1.9.0', 2)],
      steps: [...served(26.5, '1.8.0'), ...served(25, '1.9.0', 'It was better in staging.')],
    },
  },
  {
    key: 'scheduler',
    profile: {
      ...{ purpose: 'Finds times for meetings, and books them.', tools: ['free_times', 'book'], tags: ['calendar'] },
      ...{ risk: risk('medium', 'low', 'low', 'medium', 'low'), onCall: '#demo-office' },
      objectives: { completion: 0.85 },
    },
  },
  {
    key: 'sales-notes',
    profile: { purpose: 'Writes notes of sales calls.', tools: ['find_account', 'save_note'], tags: ['sales'] },
  },
  {
    key: 'data-quality',
    profile: {
      ...{ purpose: 'Checks tables for missing values, doubles and jumps.', onCall: '#demo-data' },
      ...{ risk: risk('low', 'low', 'medium', 'low', 'low'), runbook: runbook('data-quality'), tags: ['batch'] },
      ...{ tools: ['profile_table', 'count_nulls', 'find_doubles'], objectives: { completion: 0.97 } },
    },
  },
  {
    key: 'ops-copilot',
    profile: {
      ...{ purpose: 'Helps whoever is on call.', calls: ['log-analyst'], tools: ['query_metrics', 'search_logs'] },
      ...{ risk: risk('low', 'low', 'high', 'high', 'low'), onCall: '#demo-on-call', tags: ['on-call'] },
      objectives: { latencyMs: 60_000 },
    },
  },
  {
    key: 'contract-review',
    profile: {
      ...{ purpose: 'Compares drafts with the house rules.', calls: ['clause-checker'], tools: ['load_draft'] },
      ...{ risk: risk('low', 'low', 'high', 'low', 'low'), runbook: runbook('contract-review'), tags: ['legal'] },
      objectives: { completion: 0.85, costUsd: 0.5 },
    },
  },
];
