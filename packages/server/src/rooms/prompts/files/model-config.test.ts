import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Content } from '../contract.ts';
import { settingsOf } from './model-config.ts';
import { spokenRole } from './role.ts';

describe('what others keep beside a prompt', () => {
  test('model, parameters, tools and output schema find their places', () => {
    const config = {
      ...{ model: 'm', temperature: 0.5, stop: ['x'] },
      tools: [{ type: 'function', function: { name: 't', parameters: { type: 'object' }, strict: true } }],
      response_format: { type: 'json_schema', json_schema: { schema: { type: 'object' }, strict: true } },
    };
    expect(settingsOf(config)).toEqual({
      settings: {
        models: ['m'],
        parameters: { temperature: 0.5, stop: ['x'] },
        tools: [{ name: 't', inputSchema: { type: 'object' } }],
      },
      outputSchema: { type: 'object' },
    });
  });

  test('nothing of an object is lost: what is not understood is a parameter', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('temperature', 'tools', 'response_format', 'a'), fc.jsonValue()),
        (config) => {
          const { settings, outputSchema } = settingsOf(config) as {
            settings: Content['settings'];
            outputSchema: null;
          };
          if (settings.tools.length > 0 || outputSchema !== null) return;
          const kept =
            Array.isArray(config['tools']) && config['tools'].length === 0 ? { ...config, tools: undefined } : config;
          expect(JSON.parse(JSON.stringify(settings.parameters))).toEqual(JSON.parse(JSON.stringify(kept)));
        },
      ),
    );
  });

  test('whatever it is, it fits the room or is left to the room to refuse', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (config) => {
        const read = Content.safeParse({ body: 'x', ...settingsOf(config) });
        expect(typeof read.success).toBe('boolean');
      }),
    );
  });
});

test.each([
  ['human', 'user'],
  ['AI', 'assistant'],
  ['model', 'assistant'],
  ['function', 'tool'],
  ['System', 'system'],
  ['robot', 'robot'],
])('the role %s is spoken as %s', (role, spoken) => {
  expect(spokenRole(role)).toBe(spoken);
});
