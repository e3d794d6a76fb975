import type { Flag, FlagContext, FlagSource } from '../../../packages/server/src/rooms/lifecycle/index.ts';

/** A flag of OpenFeature's test-flags.json. `contextEvaluator`: which variant a context gets, '' = the default one. */
export type TestFlag = {
  disabled?: boolean;
  variants: Record<string, unknown>;
  defaultVariant?: string | null;
  flagMetadata?: Record<string, string | number | boolean> | null;
  contextEvaluator?: string;
};

/** evaluation.feature asks for it, and the file beside the feature has left it out since. */
export const contextAware: TestFlag = {
  variants: { internal: 'INTERNAL', external: 'EXTERNAL' },
  defaultVariant: 'external',
  contextEvaluator: "fn == 'Sulisław' && ln == 'Świętopełk' && age == 29 && !customer ? 'internal' : ''",
};

/** Flags of a file behind the real edge, for tests: the same for every caller, and they never change. */
export function testFlags(flags: Readonly<Record<string, TestFlag>>): FlagSource {
  const known = (key: string): TestFlag | undefined => (Object.hasOwn(flags, key) ? flags[key] : undefined);
  return {
    load: async () => {},
    one: (_, key, context) => {
      const flag = known(key);
      return flag === undefined ? null : evaluated(key, flag, context);
    },
    all: (_, context) => Object.entries(flags).map(([key, flag]) => evaluated(key, flag, context)),
    changes: ({ who }, line) => {
      line(who);
      return new ReadableStream({});
    },
  };
}

function evaluated(key: string, flag: TestFlag, context: FlagContext): Flag {
  const { disabled = false, variants, defaultVariant, flagMetadata, contextEvaluator } = flag;
  const metadata = flagMetadata == null ? {} : { metadata: flagMetadata };
  if (disabled) return { key, reason: 'DISABLED', ...metadata, etag: 'disabled' };
  const target = contextEvaluator === undefined ? '' : variantFor(contextEvaluator, context);
  const variant = target === '' ? defaultVariant : target;
  const reason = contextEvaluator === undefined ? 'STATIC' : target === '' ? 'DEFAULT' : 'TARGETING_MATCH';
  // No default: the caller's own is to be taken.
  if (variant == null) return { key, reason: 'DEFAULT', ...metadata, etag: 'none' };
  return { key, value: variants[variant], variant, reason, ...metadata, etag: variant };
}

/** `a == 'x' && !b && c > 1 ? 'one' : ''`. What the context does not say equals nothing. */
function variantFor(expression: string, context: FlagContext): string {
  const [, condition, then, otherwise] = /^(.*)\?\s*'(.*)'\s*:\s*'(.*)'$/.exec(expression) ?? [];
  if (condition === undefined) throw new Error(`Not understood: ${expression}`);
  return condition.split('&&').every((term) => holds(term.trim(), context)) ? then! : otherwise!;
}

function holds(term: string, context: FlagContext): boolean {
  const not = /^!(\w+)$/.exec(term)?.[1];
  if (not !== undefined) return context[not] === false;
  const [, name, operator, literal] = /^(\w+)\s*(==|>)\s*(.+)$/.exec(term) ?? [];
  if (name === undefined) throw new Error(`Not understood: ${term}`);
  const value: unknown = literal!.startsWith("'") ? literal!.slice(1, -1) : Number(literal);
  return operator === '==' ? context[name] === value : Number(context[name]) > Number(value);
}
