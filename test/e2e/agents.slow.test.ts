import { describe } from 'vitest';
import { agentChecks } from './agents.checks.ts';
import { inBrowser } from './stage.ts';

inBrowser((stage) => {
  describe('agents', () => agentChecks(stage));
});
