import { describe } from 'vitest';
import { failuresChecks } from './failures.checks.ts';
import { runChecks } from './run.checks.ts';
import { runsChecks } from './runs.checks.ts';
import { signInChecks } from './sign-in.checks.ts';
import { windowChecks } from './windows.checks.ts';
import { inBrowser } from './stage.ts';

inBrowser((stage) => {
  describe('sign-in', () => signInChecks(stage));
  describe('runs', () => runsChecks(stage));
  describe('run', () => runChecks(stage));
  describe('failures', () => failuresChecks(stage));
  describe('windows', () => windowChecks(stage));
});
