/** A delivery as the server sends it (`Delivery` in its OpenAPI document), as far as the SDK reads it. */
export type Delivery = {
  seq: number;
  stale: boolean;
  assignment: { variant: 'stable' | 'candidate'; reason: string; unit: string | null; pinned?: boolean };
  agent: { id: string; slug: string };
  environment: string;
  /** Version of the deployment: another one whenever something else is served. */
  deployment: number;
  release: { id: string; version: string; digest: string; manifest: Record<string, unknown> };
  prompts: readonly DeliveredPrompt[];
  tools: readonly string[] | null;
  settings: Readonly<Record<string, string | number | boolean | null>>;
};
export type Message = { role: string; content: string };
export type PromptBody = string | readonly (Message | { placeholder: string })[];
/** `texts`: of prompts that this one refers to, by `name@place`. */
export type DeliveredPrompt = {
  slot: string;
  prompt: string;
  version: number;
  digest: string;
  content: { body: PromptBody; variables?: object; settings?: object } | null;
  texts?: Readonly<Record<string, string>>;
};

/** What an agent is to run. */
export type Release = {
  readonly id: string | null;
  readonly version: string;
  readonly digest: string | null;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly environment: string;
  readonly prompts: readonly DeliveredPrompt[];
  /** The tools it may use; null = the release names none. */
  readonly tools: readonly string[] | null;
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  readonly variant: 'stable' | 'candidate';
  /** Kept from when the conversation began. */
  readonly pinned: boolean;
  /** Place in the ledger of which this is true; 0 of a fallback. */
  readonly seq: number;
  readonly source: 'server' | 'disk' | 'fallback';
  /** Milliseconds since the server last said so; null of a fallback. */
  readonly ageMs: number | null;
};

/** The caller's own answer for when there is no other. */
export type Fallback = {
  version: string;
  prompts?: readonly { slot: string; prompt?: string; version?: number; body: PromptBody; variables?: object }[];
  tools?: readonly string[];
  settings?: Readonly<Record<string, string | number | boolean | null>>;
};

export type Said = { delivery: Delivery; etag: string };

export function releaseOf({ delivery }: Said, source: 'server' | 'disk', ageMs: number): Release {
  const { release, environment, prompts, tools, settings, assignment, seq } = delivery;
  const { variant, pinned = false } = assignment;
  return { ...release, environment, prompts, tools, settings, variant, pinned, seq, source, ageMs };
}

export function releaseFrom({ version, prompts = [], tools, settings = {} }: Fallback, environment: string): Release {
  return {
    ...{ id: null, version, digest: null, manifest: {}, environment, tools: tools ?? null, settings },
    prompts: prompts.map(({ slot, prompt = slot, version: number = 0, body, variables }) => ({
      ...{ slot, prompt, version: number, digest: '' },
      content: { body, ...(variables !== undefined && { variables }) },
    })),
    ...{ variant: 'stable', pinned: false, seq: 0, source: 'fallback', ageMs: null },
  };
}
