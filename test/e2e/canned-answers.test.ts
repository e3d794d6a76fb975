import { expect, test } from 'vitest';
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
import { Changes } from '../../packages/server/src/rooms/monitoring/contract-changes.ts';
import { Calendar } from '../../packages/server/src/rooms/lifecycle/contract-calendar.ts';
import { AllReleases, ServedList } from '../../packages/server/src/rooms/lifecycle/contract-everywhere.ts';
import { BulkResult, DependencyMap, FleetRules } from '../../packages/server/src/rooms/lifecycle/contract-fleet.ts';
import { AgentRecord } from '../../packages/server/src/rooms/lifecycle/contract-agents.ts';
import {
  Deployment,
  DeploymentList,
  FreezeList,
  SignOffs,
} from '../../packages/server/src/rooms/lifecycle/contract-deployments.ts';
import {
  MadeRelease,
  Release,
  ReleaseComparison,
  ReleaseVerification,
} from '../../packages/server/src/rooms/lifecycle/contract-releases.ts';
import { ArrivalList } from '../../packages/server/src/http/arrivals/routes.ts';
import { startFixture } from './fixture-server.ts';

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
    ['/agents/agent-1/profile', AgentRecord],
    ['/agents/agent-1/deployments', DeploymentList],
    ['/agents/agent-1/deployments/production/releases/rel_agent-1_0/sign-offs', SignOffs],
    ['/releases/rel_agent-1_0', Release],
    ['/releases/rel_agent-1_0/comparison?to=x', ReleaseComparison],
    ['/releases/rel_agent-1_0/verification', ReleaseVerification],
    ['/freezes', FreezeList],
    ['/deployments', ServedList],
    ['/releases', AllReleases],
    ['/calendar', Calendar],
    ['/changes', Changes],
    ['/fleet/rules', FleetRules],
    ['/map', DependencyMap],
    ['/arrivals', ArrivalList],
  ] as const)
    expect(schema.strict().safeParse(await answer(path)).error, path).toBeUndefined();
  const renamed = await fetch(`${fixture.url}/api/v1/agents/agt_1/rename`, { method: 'POST', body: '{"name":"A"}' });
  expect(NameChange.strict().safeParse(await renamed.json()).error).toBeUndefined();
  for (const [path, schema] of [
    ['/agents/agent-1/deployments/production/deploy', Deployment],
    ['/agents/agent-1/releases?preview=true', MadeRelease],
    ['/agents/agent-1/claim', AgentRecord],
    ['/agents/bulk', BulkResult],
  ] as const) {
    const told = await fetch(`${fixture.url}/api/v1${path}`, {
      method: 'POST',
      body: '{"agents":["agt_1","b","c","d"]}',
    });
    expect(schema.strict().safeParse(await told.json()).error, path).toBeUndefined();
  }
  await fixture.close();
});
