import { type AgentSpec, type Conversation, say, type TurnScript, use } from '../spec.ts';

const steps = [
  ['¿Cómo empiezo?', 'list_steps', 'Primero invite a su equipo; después conecte el calendario.'],
  ['How do I invite my team?', 'list_steps', 'Open Members and paste the addresses, one a line.'],
  ['Como ligo o calendário?', 'check_calendar', 'Em Definições → Calendário. Demora um minuto.'],
  [
    'It says my calendar is not reachable.',
    'check_calendar',
    'The permission was missing. I asked for it; please accept and try again.',
  ],
  ['Thanks! Anything else?', 'list_steps', 'Only the reminder for Mondays. Shall I switch it on?'],
] as const;

/** Leads new users through their first day, over several turns. */
export const onboarding: AgentSpec = {
  name: 'onboarding',
  service: 'onboarding',
  voice: 'genai',
  api: 'messages',
  model: 'claude-sonnet-4-5',
  stream: true,
  tellsUsage: 1,
  tellsCost: false,
  system:
    'You lead a new user through the first day: invite the team, connect the calendar, switch reminders on. One step at a time.',
  releases: [{ version: '4.0.0', daysBefore: 18, share: 1 }],
  stagingShare: 0.06,
  perHour: 25,
  utcOffset: -3,
  weekend: 0.4,
  tools: {
    list_steps: { about: 'Steps that are still open.', ms: 45 },
    check_calendar: {
      about: 'Looks whether the calendar can be read.',
      ms: 380,
      spread: 0.7,
      fails: 0.07,
      failure: { type: 'PermissionError', message: 'calendar: permission was not granted' },
    },
  },
  mishaps: { rateLimited: 0.008, serverError: 0.008, slow: 0.02 },
  tags: ['customer', 'first-day'],
  judged: 0.2,
  talk(random): Conversation {
    const turn = ([ask, tool, answer]: (typeof steps)[number]): TurnScript => ({
      ask,
      moves: [use(tool, {}, { open: random.whole(0, 3) }), say(answer)],
      ...(random.chance(0.08) ? { feedback: random.chance(0.9) ? 1 : 0 } : {}),
    });
    const first = turn(random.pick(steps));
    const more = Array.from({ length: random.whole(0, 3) }, () => turn(random.pick(steps)));
    const leaves = more.length > 0 && random.chance(0.15);
    return {
      turns: [
        first,
        ...more.map((one, at) => (leaves && at === more.length - 1 ? { ...one, outcome: 'abandoned' as const } : one)),
      ],
    };
  },
};
