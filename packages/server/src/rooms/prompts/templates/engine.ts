import { Liquid, Tag, type Context, type Emitter, type TagToken, type Template, type TopLevelToken } from 'liquidjs';
import type { Reference } from '../contract.ts';
import { parseReference, referenceKey } from '../model/reference.ts';

/** Characters of one template, and characters and objects that one render may make. Its time is the caller's. */
const limits = { parseLimit: 1_000_000, memoryLimit: 10_000_000 };

/** Tags that read files, write HTML, or belong to pages. */
const withoutTags = ['include', 'render', 'layout', 'block', 'tablerow'];
/** Filters that take code out of values, or give another result each time. */
const withoutFilters = [
  ...['where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_exp', 'find_index_exp', 'sample'],
  ...['date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'],
];

/**
 * Liquid as prompts have it: no files, no code, nothing but the values it is given, the same result each time. `{% prompt
 * "name@3" %}` stands for another prompt's text. `sources`: those texts by reference; null = references are only noted.
 */
export function engineWith(sources: Sources, noted: (reference: Reference) => void = () => {}): Liquid {
  const engine = new Liquid({
    ...{ ...limits, templates: {}, timezoneOffset: 0, locale: 'en-US' },
    ...{ ownPropertyOnly: true, strictFilters: true, strictVariables: true, lenientIf: true },
  });
  for (const name of withoutTags) delete engine.tags[name];
  for (const name of withoutFilters) delete engine.filters[name];
  const date = engine.filters['date'];
  engine.registerFilter('date', function (value: unknown, ...rest: unknown[]) {
    if (value === 'now' || value === 'today')
      throw new Error('the time is not known to a prompt: give it as a variable');
    return typeof date === 'function' ? (date.call(this, value, ...rest) as unknown) : value;
  });
  engine.registerTag('prompt', promptTag(sources, noted));
  engine.registerTag('policy', PolicyTag);
  return engine;
}

/** Clauses of policies are written in the room `policy`, which is not there yet: refused by name, not as an unknown tag. */
class PolicyTag extends Tag {
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
    super(token, rest, liquid);
    throw new Error('policy clauses cannot be referred to yet: this Signalbox has no policies');
  }

  render(): void {}
}

type Sources = ReadonlyMap<string, string> | null;

/** Each reference is parsed once and looked through once, however often it stands there and however they are nested. */
function promptTag(sources: Sources, noted: (reference: Reference) => void) {
  const parsed = new Map<string, Template[] | 'under way'>();
  const shown = new Set<string>();
  return class PromptTag extends Tag {
    readonly key: string;

    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
      super(token, rest, liquid);
      const written = /^\s*(["'])([^"']+)\1\s*$/.exec(token.args)?.[2];
      const reference = written === undefined ? null : parseReference(written);
      if (reference === null)
        throw new Error('a reference is written {% prompt "name@3" %} or {% prompt "name@production" %}');
      noted(reference);
      this.key = referenceKey(reference);
      if (sources === null || Array.isArray(parsed.get(this.key))) return;
      const source = sources.get(this.key);
      if (source === undefined) throw new Error(`no text prompt ${this.key}`);
      if (parsed.has(this.key)) throw new Error(`${this.key} refers to itself`);
      parsed.set(this.key, 'under way');
      parsed.set(this.key, liquid.parse(source));
    }

    *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      yield this.liquid.renderer.renderTemplates(this.templates(), context, emitter);
    }

    // eslint-disable-next-line require-yield -- Liquid asks for a generator; nothing has to be waited for.
    *children(): Generator<unknown, Template[]> {
      if (shown.has(this.key)) return [];
      shown.add(this.key);
      return this.templates();
    }

    templates(): Template[] {
      const own = parsed.get(this.key);
      return Array.isArray(own) ? own : [];
    }
  };
}

/** What a template is refused for, in words, and its line from 1. */
export function refusalOf(error: unknown): { sentence: string; line: number | null } {
  const { message, token } = error as { message?: string; token?: { getPosition?: () => [number, number] } };
  // Of the machine, not of Liquid, which passes them on as its own.
  if (/call stack|string length/.test(message ?? ''))
    return { sentence: 'it is nested too deeply or becomes too long', line: null };
  const first = (message ?? '').split('\n')[0]!.replace(/(?:, file:[^,]*)?, line:\d+, col:\d+$/, '');
  return { sentence: first.slice(0, 500), line: token?.getPosition?.()[0] ?? null };
}
