import { describe } from 'vitest';
import { memberChecks } from './members.checks.ts';
import { settingsChecks } from './settings.checks.ts';
import { inBrowser } from './stage.ts';

inBrowser((stage) => {
  describe('members', () => memberChecks(stage));
  describe('settings', () => settingsChecks(stage));
});
