import { type AgentSpec, type Conversation, say, use } from '../spec.ts';

/** Finds times for meetings; the calendar is at times taken between looking and booking. */
export const scheduler: AgentSpec = {
  name: 'scheduler',
  service: 'scheduler',
  voice: 'genai-old',
  api: 'responses',
  model: 'gpt-5-mini',
  stream: false,
  tellsUsage: 1,
  tellsCost: false,
  system: 'You find a time that suits everybody and book it. Ask before you move what is booked already.',
  releases: [{ version: '3.3.1', daysBefore: 44, share: 1 }],
  stagingShare: 0.05,
  perHour: 35,
  utcOffset: 9,
  weekend: 0.2,
  tools: {
    free_times: { about: 'Times at which all are free.', ms: 210 },
    book: {
      about: 'Books a time.',
      ms: 150,
      fails: 0.04,
      failure: { type: 'SlotTaken', message: 'the time was taken in the meantime' },
    },
  },
  mishaps: { rateLimited: 0.01, serverError: 0.004, badArguments: 0.01 },
  tags: ['calendar'],
  judged: 0.15,
  talk(random): Conversation {
    const people = random.whole(2, 6);
    const time = `${random.whole(9, 16)}:${random.pick(['00', '30'])}`;
    const [ask, answer] = random.pick([
      [`Find half an hour for the ${people} of us this week.`, `Booked: Thursday at ${time}.`],
      [`今週、${people}人で30分の会議を入れてください。`, `木曜日の${time}に予約しました。`],
      [`이번 주에 ${people}명이 모일 30분을 잡아 주세요.`, `목요일 ${time}에 예약했습니다.`],
    ] as const);
    const free = use('free_times', { people, minutes: 30 }, { times: [time] });
    const none = random.chance(0.08);
    return {
      turns: [
        none
          ? {
              ask,
              moves: [
                use('free_times', { people, minutes: 30 }, { times: [] }),
                say('There is no time this week that suits everybody. Shall I look at the next one?'),
              ],
              outcome: 'abandoned',
            }
          : { ask, moves: [free, use('book', { time }, 'booked'), say(answer)], outcome: 'completed' },
      ],
    };
  },
};
