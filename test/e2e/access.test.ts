import { describe } from 'vitest';
import { accessChecks } from './access.checks.ts';
import { inBrowser } from './stage.ts';

inBrowser((stage) => {
  describe('access', () => accessChecks(stage));
});
