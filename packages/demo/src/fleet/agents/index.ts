import type { AgentSpec } from '../spec.ts';
import { coding } from './coding.ts';
import { contractReview } from './contract-review.ts';
import { dataQuality } from './data-quality.ts';
import { onboarding } from './onboarding.ts';
import { opsCopilot } from './ops-copilot.ts';
import { refunds } from './refunds.ts';
import { research } from './research.ts';
import { salesNotes } from './sales-notes.ts';
import { scheduler } from './scheduler.ts';
import { support } from './support.ts';
import { translator } from './translator.ts';
import { triage } from './triage.ts';

export const agents: readonly AgentSpec[] = [
  support,
  refunds,
  triage,
  translator,
  scheduler,
  onboarding,
  coding,
  salesNotes,
  dataQuality,
  opsCopilot,
  research,
  contractReview,
];
