import type { Random } from '../random.ts';
import type { Recorder } from '../telemetry/recorder.ts';
import type { Setting, Voice } from '../voices/voice.ts';
import type { AgentSpec } from './spec.ts';

/** What one run works with. `tellsUsage`: whether this conversation's client tells token counts. */
export type Scene = {
  spec: AgentSpec;
  version: string;
  setting: Setting;
  voice: Voice;
  recorder: Recorder;
  random: Random;
  providerUrl: string;
  tellsUsage: boolean;
};
