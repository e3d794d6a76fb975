import { describe } from 'vitest';
import { accessChecks } from './access.checks.ts';
import { memberChecks } from './members.checks.ts';
import { settingsChecks } from './settings.checks.ts';
import { inBrowser } from './stage.ts';

inBrowser((stage) => {
  describe('access', () => accessChecks(stage));
  describe('members', () => memberChecks(stage));
  describe('settings', () => settingsChecks(stage));
});
