import { expect, test } from 'vitest';
import { scopeParts } from './scope-parts.ts';

test.each([
  ['/shell/runs', {}, 'team env time'],
  ['/shell/agents/$agentId', {}, 'team env time'],
  ['/shell/agents/$agentId/new-release', {}, ''],
  ['/shell/prompts/$promptId', {}, 'team'],
  ['/shell/settings/rules', {}, ''],
  ['/shell/releases', {}, 'team'],
  ['/shell/releases/$releaseId', {}, ''],
  ['/shell/calendar', {}, 'team env'],
  ['/shell/fleet', {}, 'team env'],
  ['/shell/map', {}, 'team time'],
  ['/shell/deployments', {}, 'team env'],
  ['/shell/deployments', { shows: 'changes' }, 'team env time'],
])('%s %j heeds: %s', (route, search, said) => {
  const parts = scopeParts(['__root__', '/shell', route], search);
  expect(
    Object.entries(parts)
      .filter(([, is]) => is)
      .map(([name]) => name)
      .join(' '),
  ).toBe(said);
});
