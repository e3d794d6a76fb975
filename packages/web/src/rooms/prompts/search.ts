import { word } from '../../app/scope.ts';

/** What the list of prompts shows beside the scope; `peek` is the prompt opened beside it. */
export type PromptsSearch = {
  q?: string | undefined;
  folder?: string | undefined;
  tag?: string | undefined;
  label?: string | undefined;
  archived?: 'true' | undefined;
  peek?: string | undefined;
};

export const readPromptsSearch = (search: Record<string, unknown>): PromptsSearch => ({
  q: word(search['q'])?.slice(0, 200),
  folder: word(search['folder'])?.slice(0, 300),
  tag: word(search['tag'])?.slice(0, 60),
  label: word(search['label'])?.slice(0, 60),
  archived: search['archived'] === 'true' ? 'true' : undefined,
  peek: word(search['peek']),
});

export const promptTabs = {
  content: 'Content',
  versions: 'Versions',
  used: 'Used by',
  review: 'Review',
  playground: 'Playground',
  history: 'History',
};
export type PromptTab = keyof typeof promptTabs;

/** `show` absent = content. `v`: the version looked at, absent = the newest; `against`: the one it is compared with. */
export type PromptSearch = {
  show?: Exclude<PromptTab, 'content'> | undefined;
  v?: string | undefined;
  against?: string | undefined;
  /** The run of the playground that is shown. */
  run?: string | undefined;
};

export function readPromptSearch(search: Record<string, unknown>): PromptSearch {
  const tab = search['show'];
  const known = typeof tab === 'string' && tab !== 'content' && Object.hasOwn(promptTabs, tab);
  return {
    show: known ? (tab as Exclude<PromptTab, 'content'>) : undefined,
    v: number(search['v']),
    against: number(search['against']),
    run: word(search['run']),
  };
}

const number = (value: unknown): string | undefined => {
  const text = word(value);
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? text : undefined;
};

export const readPlaygroundSearch = (search: Record<string, unknown>): { run?: string | undefined } => ({
  run: word(search['run']),
});
