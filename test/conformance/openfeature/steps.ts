import {
  type Client,
  type EvaluationContext,
  type EvaluationDetails,
  type Hook,
  type JsonValue,
  OpenFeature,
  ProviderEvents,
} from '@openfeature/server-sdk';
import { expect } from 'vitest';
import type { Scenario, Step } from './gherkin.ts';
import { providerIn, type Server, type State } from './providers.ts';

type Kind = 'Boolean' | 'String' | 'Integer' | 'Float' | 'Object';
type Asked = { kind: Kind; key: string; fallback: JsonValue };
/** What one scenario has come to. */
class World {
  readonly server: Server;
  client!: Client;
  asked!: Asked;
  details!: EvaluationDetails<JsonValue>;
  context: EvaluationContext = {};
  hooks: string[] = [];
  readonly ends: (() => void)[] = [];
  /** Turns of the event loop that went by while a flag was evaluated. */
  turns = 0;

  constructor(server: Server) {
    this.server = server;
  }

  async open(state: State): Promise<void> {
    const domain = `scenario-${Math.random()}`;
    const { provider, once, release } = providerIn(state, this.server);
    this.ends.push(release);
    this.client = OpenFeature.getClient(domain);
    if (state === 'not ready') return void OpenFeature.setProvider(domain, provider);
    const stale = Promise.withResolvers<void>();
    this.client.addHandler(ProviderEvents.Stale, () => stale.resolve());
    // A provider that cannot be set is what the scenario is about: its status tells.
    await OpenFeature.setProviderAndWait(domain, provider).catch(() => {});
    once();
    if (state === 'stale') await stale.promise;
  }

  async evaluate(asked: Asked, hooks: Hook[] = []): Promise<void> {
    this.asked = asked;
    const { kind, key, fallback } = asked;
    const [client, context] = [this.client, this.context];
    if (kind === 'Boolean') this.details = await client.getBooleanDetails(key, fallback as boolean, context, { hooks });
    else if (kind === 'String')
      this.details = await client.getStringDetails(key, fallback as string, context, { hooks });
    else if (kind === 'Object') this.details = await client.getObjectDetails(key, fallback, context, { hooks });
    else this.details = await client.getNumberDetails(key, fallback as number, context, { hooks });
  }

  close(): void {
    for (const end of this.ends) end();
  }
}

const valueOf = (kind: Kind | 'Number', text: string): JsonValue =>
  kind === 'String' ? text : kind === 'Boolean' ? text === 'true' : kind === 'Object' ? json(text) : Number(text);
const json = (text: string): JsonValue => JSON.parse(text.replaceAll('\\"', '"')) as JsonValue;
const kindOf = (word: string): Kind => (word[0]!.toUpperCase() + word.slice(1)) as Kind;

type Run = (world: World, args: string[], table: Step['table']) => unknown;
const resolved = ({ details, asked }: World, text: string): void =>
  expect(details.value).toEqual(valueOf(asked.kind, text));
const fields = ({ details }: World, args: string[]): void => {
  const [a, b, c, x, y, z] = args as [string, string, string, string, string, string];
  expect(details.value).toEqual({ [a]: x === 'true', [b]: y, [c]: Number(z) });
};
const named = (name: string, heard: string[]): Hook => ({
  before: () => void heard.push(`before ${name}`),
  after: () => void heard.push(`after ${name}`),
  finally: () => void heard.push(`finally ${name}`),
});

/** Of both features. A step that fits none fails its scenario. */
const steps: readonly (readonly [RegExp, Run])[] = [
  [/^a (stable|not ready|error|fatal|stale) provider$/, (world, [state]) => world.open(state as State)],
  [/^the provider status should be "(.*)"$/, (world, [status]) => expect(world.client.providerStatus).toBe(status)],

  [
    /^an? (\w+) flag with key "(.*?)" is evaluated (?:with details and|with) (?:a null default value|default value "?(.*?)"?)$/,
    (world, [word, key, text]) => {
      const kind = kindOf(word!);
      return world.evaluate({ kind, key: key!, fallback: text === undefined ? null : valueOf(kind, text) });
    },
  ],
  [
    /^a flag with key "(.*?)" is evaluated with default value "(.*)"$/,
    (world, [key, fallback]) => world.evaluate({ kind: 'String', key: key!, fallback: fallback! }),
  ],
  [
    /^a (?:non-existent )?string flag with key "(.*?)" is evaluated (as an integer, )?with details and a fallback value "?(.*?)"?$/,
    (world, [key, asInteger, text]) => {
      const kind = asInteger === undefined ? 'String' : 'Integer';
      return world.evaluate({ kind, key: key!, fallback: valueOf(kind, text!) });
    },
  ],
  [/^the resolved \w+ (?:value|response) should be (?!contain)"?(.*?)"?$/s, (world, [text]) => resolved(world, text!)],
  [
    /^the resolved \w+ details value should be "?(.*?)"?, the variant should be "(.*)", and the reason should be "(.*)"$/,
    (world, [text, variant, reason]) => {
      resolved(world, text!);
      expect(world.details).toMatchObject({ variant, reason });
    },
  ],
  [
    /^the resolved object (?:details )?value should be contain fields "(.*?)", "(.*?)", and "(.*?)", with values "(.*?)", "(.*?)" and (\d+), respectively$/,
    fields,
  ],
  [
    /^the variant should be "(.*)", and the reason should be "(.*)"$/,
    (world, [variant, reason]) => expect(world.details).toMatchObject({ variant, reason }),
  ],
  [
    /^context contains keys "(.*?)", "(.*?)", "(.*?)", "(.*?)" with values "(.*?)", "(.*?)", (\d+), "(.*?)"$/,
    (world, [fn, ln, age, customer, one, two, years, is]) => {
      world.context = { [fn!]: one!, [ln!]: two!, [age!]: Number(years), [customer!]: is === 'true' };
    },
  ],
  [
    /^the resolved flag value is "(.*)" when the context is empty$/,
    async (world, [text]) => {
      world.context = {};
      await world.evaluate(world.asked);
      resolved(world, text!);
    },
  ],
  [
    /^the default (?:\w+) value should be returned$/,
    ({ details, asked }) => expect(details.value).toBe(asked.fallback),
  ],
  [
    /^the reason should indicate an error and the error code should indicate a .+ with "(.*)"$/,
    ({ details }, [errorCode]) => expect(details).toMatchObject({ reason: 'ERROR', errorCode }),
  ],

  [
    /^a (Boolean|String|Integer|Float|Object)-flag with key "(.*?)" and a fallback value "(.*)"$/,
    (world, [kind, key, text]) => {
      world.asked = { kind: kind as Kind, key: key!, fallback: valueOf(kind as Kind, text!) };
    },
  ],
  [
    /^a context containing a key "(.*?)", with type "(\w+)" and with value "(.*)"$/,
    (world, [key, kind, text]) => void (world.context[key!] = valueOf(kind as Kind, text!)),
  ],
  [
    /^a context containing a key "(.*?)" with null value$/,
    (world, [key]) => void Object.assign(world.context, { [key!]: null }),
  ],
  [/^the flag was evaluated with details$/, (world) => world.evaluate(world.asked)],
  [/^the reason should be "(.*)"$/, ({ details }, [reason]) => expect(details.reason).toBe(reason)],
  [/^the error-code should be "(.*)"$/, ({ details }, [code]) => expect(details.errorCode).toBe(code)],
  [/^the flag key should be "(.*)"$/, ({ details }, [key]) => expect(details.flagKey).toBe(key)],
  [/^the variant should be "([^"]*)"$/, ({ details }, [variant]) => expect(details.variant).toBe(variant)],
  [
    /^the resolved metadata should contain$/,
    ({ details }, _, [head, ...rows]) => {
      expect(head).toEqual(['key', 'metadata_type', 'value']);
      const wanted = rows.map(([key, kind, value]) => [key, valueOf(kind as Kind, value!)]);
      expect(details.flagMetadata).toEqual(Object.fromEntries(wanted));
    },
  ],

  [/^evaluation options containing specific hooks$/, () => {}],
  [
    /^the flag was evaluated with details using the evaluation options$/,
    (world) => world.evaluate(world.asked, [named('one', world.hooks), named('two', world.hooks)]),
  ],
  [
    /^the specified hooks should execute during evaluation$/,
    ({ hooks }) =>
      expect(hooks.filter((one) => one.endsWith('one'))).toEqual(['before one', 'after one', 'finally one']),
  ],
  [
    /^the hook order should be maintained$/,
    ({ hooks }) =>
      expect(hooks).toEqual(['before one', 'before two', 'after two', 'after one', 'finally two', 'finally one']),
  ],
  [
    /^an evaluation context with modifiable data$/,
    (world) => void (world.context = { targetingKey: 'u', nested: { list: [1, { deep: 'x' }] } }),
  ],
  [
    /^the original evaluation context should remain unmodified$/,
    ({ context }) => expect(context).toEqual({ targetingKey: 'u', nested: { list: [1, { deep: 'x' }] } }),
  ],
  [
    /^the evaluation details should be immutable$/,
    ({ details }) => expect(Object.isFrozen(details.flagMetadata)).toBe(true),
  ],
  [
    /^the flag was evaluated with details asynchronously$/,
    async (world) => {
      let over = false;
      const evaluating = world.evaluate(world.asked).finally(() => (over = true));
      for (; !over; world.turns++) await new Promise((next) => setImmediate(next));
      await evaluating;
    },
  ],
  [/^the evaluation should complete without blocking$/, ({ turns }) => expect(turns).toBeGreaterThan(0)],
];

/** Runs a scenario against a server. Throws what did not hold. */
export async function play({ steps: wanted }: Scenario, server: Server): Promise<void> {
  const world = new World(server);
  try {
    for (const { text, table } of wanted) {
      const fits = steps.flatMap(([form, run]) => {
        const found = form.exec(text);
        return found === null ? [] : [{ run, args: found.slice(1) }];
      });
      if (fits.length !== 1) throw new Error(`${fits.length} steps fit: ${text}`);
      await fits[0]!.run(world, fits[0]!.args, table);
    }
  } finally {
    world.close();
  }
}
