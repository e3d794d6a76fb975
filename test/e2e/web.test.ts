import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DemoState,
  Facets,
  Run,
  RunExport,
  RunList,
  RunPage,
  StepDetail,
  Totals,
  Transcript,
} from '../../packages/server/src/rooms/monitoring/contract.ts';
import { MissingPrices, PriceList, UsedPrices } from '../../packages/server/src/rooms/monitoring/contract-costs.ts';
import {
  AccessSettings,
  KeyList,
  Me,
  PersonList,
  ServiceAccountList,
  SignInWays,
} from '../../packages/server/src/access/contract.ts';
import {
  AgentHistory,
  AgentList,
  AgentOverview,
  NameChange,
} from '../../packages/server/src/rooms/lifecycle/contract.ts';
import { ArrivalList } from '../../packages/server/src/http/arrivals/routes.ts';
import { accessChecks } from './access.checks.ts';
import { agentChecks } from './agents.checks.ts';
import { browserIsHere, launch } from './browser.ts';
import { startFixture, type Fixture } from './fixture-server.ts';
import { memberChecks } from './members.checks.ts';
import { runChecks } from './run.checks.ts';
import { runsChecks } from './runs.checks.ts';
import { settingsChecks } from './settings.checks.ts';
import { signInChecks } from './sign-in.checks.ts';
import { stageOn } from './stage.ts';
import { windowChecks } from './windows.checks.ts';

test('the canned answers keep the contracts', async () => {
  const fixture = await startFixture('full', 20);
  const answer = async (path: string): Promise<unknown> => (await fetch(`${fixture.url}/api/v1${path}`)).json();
  const run = Run.parse(fixture.runs[3]);
  for (const [path, schema] of [
    ['/me', Me],
    ['/keys', KeyList],
    ['/people', PersonList],
    ['/service-accounts', ServiceAccountList],
    ['/access-settings', AccessSettings],
    ['/sign-in/ways', SignInWays],
    ['/runs?limit=5', RunList],
    [`/runs/${run.id}`, RunPage],
    [`/runs/${run.id}/transcript`, Transcript],
    [`/runs/${run.id}/steps/a000000000000009`, StepDetail],
    [`/runs/${run.id}/export`, RunExport],
    ['/runs/facets', Facets],
    ['/demo', DemoState],
    ['/prices', PriceList],
    ['/prices/used', UsedPrices],
    ['/prices/missing', MissingPrices],
    ['/totals', Totals],
    ['/agents', AgentList],
    ['/agents/agent-1', AgentOverview],
    ['/agents/agent-1/history', AgentHistory],
    ['/arrivals', ArrivalList],
  ] as const)
    expect(schema.strict().safeParse(await answer(path)).error, path).toBeUndefined();
  const renamed = await fetch(`${fixture.url}/api/v1/agents/agt_1/rename`, { method: 'POST', body: '{"name":"A"}' });
  expect(NameChange.strict().safeParse(await renamed.json()).error).toBeUndefined();
  await fixture.close();
});

/** One browser, one server and one warm context for all; what a test leaves behind is taken away. */
describe.skipIf(!browserIsHere())('in the browser', () => {
  let browser: Browser;
  let fixture: Fixture;
  beforeAll(async () => {
    [browser, fixture] = await Promise.all([launch(), startFixture('full')]);
  });
  afterAll(async () => {
    await browser.close();
    await fixture.close();
  });
  const stage = stageOn(
    () => browser,
    () => fixture,
  );
  describe('sign-in', () => signInChecks(stage));
  describe('runs', () => runsChecks(stage));
  describe('run', () => runChecks(stage));
  describe('agents', () => agentChecks(stage));
  describe('access', () => accessChecks(stage));
  describe('members', () => memberChecks(stage));
  describe('settings', () => settingsChecks(stage));
  describe('windows', () => windowChecks(stage));
});
