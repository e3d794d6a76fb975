import type { ChangeModelProvider, ModelProvider } from 'signalbox/contract/access/providers';

export const dialectWords: Record<ModelProvider['dialect'], string> = {
  openai: 'OpenAI’s chat completions',
  anthropic: 'Anthropic’s messages',
};

export const usualUrl: Record<ModelProvider['dialect'], string> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
};

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,]+/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
];

/** What the form says, as the API takes it; an empty key field means none was given. */
export function wishOf(form: FormData) {
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const key = text('apiKey');
  return {
    ...{ name: text('name'), baseUrl: text('baseUrl').replace(/\/+$/, '') },
    ...{ models: listed(text('models')), pricedAs: text('pricedAs') },
    ...(key === '' ? {} : { apiKey: key }),
  } satisfies ChangeModelProvider;
}
