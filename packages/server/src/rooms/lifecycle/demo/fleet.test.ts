import { expect, test } from 'vitest';
import { agents } from '../../../../../demo/src/fleet/agents/index.ts';
import { AgentProfile } from '../contract-agents.ts';
import { demoAgents } from './fleet.ts';

/** What is declared must be what the fleet sends, or figures of its releases stay empty. */

const specOf = (key: string) => agents.find(({ name }) => name === key)!;
const released = demoAgents.flatMap(({ key, released: own }) => (own === undefined ? [] : [{ key, ...own }]));

test('says something about all agents of the fleet but two, each once', () => {
  const keys = demoAgents.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const silent = agents.map(({ name }) => name).filter((name) => !keys.includes(name));
  expect(silent.toSorted()).toEqual(['coding', 'translator']);
  expect(keys.filter((key) => specOf(key) === undefined)).toEqual([]);
});

test.each(demoAgents.map((one) => [one.key, one] as const))(
  '%s: a profile with tools that it has',
  (key, { profile }) => {
    expect(AgentProfile.parse(profile)).toEqual(profile);
    for (const tool of profile.tools ?? []) expect(Object.keys(specOf(key).tools)).toContain(tool);
    if (profile.runbook !== undefined) expect(new URL(profile.runbook).hostname).toMatch(/\.example$/);
  },
);

test.each(released.map((one) => [one.key, one] as const))('%s: releases are those of its telemetry', (key, one) => {
  const spec = specOf(key);
  const sent = spec.releases.map(({ version }) => version);
  // What came before the fleet's telemetry begins may stand before.
  expect(one.releases.map(({ version }) => version).slice(-sent.length)).toEqual(sent);
  for (const { days } of one.releases.slice(0, -sent.length)) expect(days).toBeGreaterThan(7);
  expect(one.model.name).toBe(spec.model);
  for (const { name, description } of one.tools) expect(spec.tools[name]!.about).toBe(description);
});

test.each(released.map((one) => [one.key, one] as const))('%s: deployed when the fleet changes', (key, { steps }) => {
  const inProduction = steps.filter(({ environment }) => environment === 'production');
  const days = specOf(key).releases.flatMap(({ daysBefore, until }) => [
    daysBefore,
    ...(until === undefined ? [] : [until]),
  ]);
  expect(inProduction.map((step) => step.days).slice(-days.length)).toEqual(days);
  for (const step of inProduction.slice(-days.length))
    if ('deploy' in step) {
      const { share } = specOf(key).releases.find(({ version }) => version === step.deploy)!;
      expect(step.percent).toBe(100 * share);
    }
});

test.each(released.map((one) => [one.key, one] as const))('%s: texts, labels and releases fit in time', (key, one) => {
  const { versions, labels } = one.prompt;
  expect(versions.length).toBeGreaterThanOrEqual(2);
  expect(new Set(versions.map(({ text }) => text)).size).toBe(versions.length);
  const days = versions.map((version) => version.days);
  expect(days).toEqual(days.toSorted((a, b) => b - a));
  expect(versions[labels.production - 1]!.text).toBe(specOf(key).system);
  for (const { prompt, days: made } of one.releases) expect(days[prompt - 1]!).toBeGreaterThanOrEqual(made);
  for (const step of one.steps)
    if ('deploy' in step)
      expect(one.releases.find(({ version }) => version === step.deploy)!.days).toBeGreaterThanOrEqual(step.days);
});

test('one history has a way back in it', () => {
  const backs = released.filter(({ steps }) => steps.some((step) => 'rollBack' in step));
  expect(backs.map(({ key }) => key)).toEqual(['support']);
});
