import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../spine/errors.ts';
import { sealWith } from '../spine/seal.ts';
import { AddModelProvider, type ChangeModelProvider } from './contract-providers.ts';
import { addModelProvider } from './verbs/add-model-provider.ts';
import { changeModelProvider } from './verbs/change-model-provider.ts';
import { useModelProvider } from './verbs/use-model-provider.ts';
import { openWorld, type World } from './world.fixture.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const urls = [
  'https://a.example/v1',
  'https://a.example/v2',
  'http://a.example/v1',
  'https://b.example/v1',
  'https://a.example:8443',
];
const keys = ['k-1', 'k-2', null];
const url = fc.constantFrom(...urls);
const key = fc.constantFrom(...keys);
const changes = fc.array(
  fc.record({ baseUrl: url, apiKey: key, name: fc.constantFrom('x', 'y') }, { requiredKeys: [] }),
  {
    maxLength: 8,
  },
);

test('whatever is changed in whatever order, a key is only ever sent to a host it was given for', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(url, key, changes, async (baseUrl, apiKey, wishes) => {
      const wish = { name: `P ${++count}`, dialect: 'openai', baseUrl, apiKey };
      const { id } = await addModelProvider(world.system, seal, AddModelProvider.parse(wish));
      const given = new Set([`${new URL(baseUrl).origin} ${apiKey}`]);
      let at = baseUrl;
      for (const change of wishes) {
        const next: ChangeModelProvider = {
          ...change,
          ...(change.name !== undefined && { name: `${change.name} ${count}` }),
        };
        const changed = await changeModelProvider(world.system, seal, { id, ...next }).catch((error: unknown) => error);
        if (changed instanceof AppError) expect(changed.code).toBe('access.provider_key_needed');
        else {
          at = change.baseUrl ?? at;
          if (change.apiKey !== undefined) given.add(`${new URL(at).origin} ${change.apiKey}`);
        }
        const { endpoint } = await useModelProvider(world.system, seal, { id, teamId: null });
        const sent = `${new URL(endpoint.baseUrl).origin} ${endpoint.apiKey}`;
        if (endpoint.apiKey !== null) expect(given).toContain(sent);
        expect(endpoint.baseUrl).toBe(at);
      }
    }),
    { numRuns: 40 },
  );
});

test('two who change at once both count, one after the other', async () => {
  const wish = { name: 'Both', dialect: 'openai', baseUrl: urls[0], apiKey: 'k-1' };
  const { id } = await addModelProvider(world.system, seal, AddModelProvider.parse(wish));
  const events = await world.gained(() =>
    Promise.all([
      changeModelProvider(world.system, seal, { id, models: ['m-1'] }),
      changeModelProvider(world.system, seal, { id, pricedAs: 'openai' }),
    ]),
  );
  expect(events).toHaveLength(2);
  const changed = await changeModelProvider(world.system, seal, { id });
  expect(changed).toMatchObject({ models: ['m-1'], pricedAs: 'openai', hasKey: true });
});
