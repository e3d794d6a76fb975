import { genai, genaiEvents } from './genai.ts';
import { genaiOld } from './genai-old.ts';
import { openinference } from './openinference.ts';
import { traceloop } from './traceloop.ts';
import { vercel } from './vercel.ts';
import type { Voice } from './voice.ts';

export const voices = {
  genai,
  'genai-events': genaiEvents,
  'genai-old': genaiOld,
  openinference,
  traceloop,
  vercel,
} as const satisfies Record<string, Voice>;
export type VoiceName = keyof typeof voices;
