import { type AgentSpec, type Conversation, say } from '../spec.ts';

const lines = [
  ['Translate into Hebrew: The parcel is at the door.', 'החבילה ליד הדלת.'],
  ['Translate into Arabic: Please confirm the appointment.', 'يرجى تأكيد الموعد.'],
  ['Translate into Japanese: The bill is attached.', '請求書を添付します。'],
  ['Translate into Hindi: Your order has been shipped.', 'आपका ऑर्डर भेज दिया गया है।'],
  ['Ins Deutsche: The tool must be dry before storage.', 'Das Werkzeug muss vor dem Einlagern trocken sein.'],
  ['Translate into Persian: Opening hours change on Friday.', 'ساعات کاری از جمعه تغییر می‌کند.'],
  ['Translate into Chinese: Returns are free for thirty days.', '三十天内可免费退货。'],
  ['Translate into Ukrainian: We are closed on holidays.', 'У свята ми зачинені.'],
] as const;

/** Streams by a client that never asks for usage in most places: its tokens are unknown there, not 0. */
export const translator: AgentSpec = {
  name: 'translator',
  service: 'translator',
  voice: 'traceloop',
  api: 'chat',
  model: 'gpt-5-mini',
  stream: true,
  tellsUsage: 0.3,
  tellsCost: false,
  system: 'You translate as a careful human would. Answer with the translation alone.',
  releases: [{ version: '7.2.0', daysBefore: 70, share: 1 }],
  stagingShare: 0.02,
  perHour: 60,
  utcOffset: 3,
  weekend: 0.6,
  tools: {},
  mishaps: { rateLimited: 0.02, serverError: 0.004, badJson: 0.003, truncated: 0.004 },
  tags: [],
  judged: 0.1,
  talk(random): Conversation {
    const turn = () => {
      const [ask, answer] = random.pick(lines);
      return {
        ask,
        moves: [say(answer)],
        ...(random.chance(0.05) ? { feedback: random.chance(0.9) ? (1 as const) : (0 as const) } : {}),
      };
    };
    return { turns: [turn(), ...(random.chance(0.5) ? [turn()] : [])] };
  },
};
