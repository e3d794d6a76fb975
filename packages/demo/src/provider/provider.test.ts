import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeProvider, paceHeader, type Plan, planHeader, planText, startFakeProvider } from './index.ts';

/** The providers' own clients against the fake one: what they accept is what the provider says. */

let provider: FakeProvider;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  provider = await startFakeProvider();
  openai = new OpenAI({ baseURL: `${provider.url}/v1`, apiKey: 'none', maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: provider.url, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => provider.close());

const planned = (plan: Plan) => ({ headers: { [planHeader]: planText(plan), [paceHeader]: 'told' } });
const messages = [{ role: 'user' as const, content: 'Où est ma commande ? 📦' }];
const usage = { input: 900, output: 60, cacheRead: 512, cacheWrite: 64, reasoning: 20 };
const call = { name: 'find_order', arguments: { order: 'A-7' } };
const tools = [
  { type: 'function' as const, function: { name: 'find_order', parameters: { type: 'object', properties: {} } } },
];
const plan: Plan = { text: 'Je regarde. מיד בודק.', reasoning: 'Look it up.', toolCalls: [call], usage, id: 'x1' };

test('chat completions, whole and streamed, say the same', async () => {
  const ask = { model: 'gpt-5-mini', messages, tools };
  const answer = await openai.chat.completions.create(ask, planned(plan));
  const { message, finish_reason } = answer.choices[0]!;
  expect([message.content, finish_reason, answer.id]).toEqual([plan.text, 'tool_calls', 'chatcmpl-x1']);
  const made = message.tool_calls![0]! as { id: string; function: { name: string; arguments: string } };
  expect([made.id, made.function.name, JSON.parse(made.function.arguments)]).toEqual([
    'call_x1',
    'find_order',
    { order: 'A-7' },
  ]);
  expect(answer.usage).toMatchObject({ prompt_tokens: 900, completion_tokens: 60, total_tokens: 960 });
  expect(answer.usage!.prompt_tokens_details!.cached_tokens).toBe(512);
  expect(answer.usage!.completion_tokens_details!.reasoning_tokens).toBe(20);

  const streaming = openai.chat.completions.stream({ ...ask, stream_options: { include_usage: true } }, planned(plan));
  const streamed = await streaming.finalChatCompletion();
  expect(streamed.choices[0]!.message.content).toBe(plan.text);
  expect(streamed.choices[0]!.message.tool_calls![0]).toMatchObject({ id: 'call_x1', function: made.function });
  expect(streamed.usage).toEqual(answer.usage);
});

test('a stream that does not ask for usage gets none', async () => {
  const chunks = await openai.chat.completions.create({ model: 'm', messages, stream: true }, planned({ text: 'ok' }));
  const seen = [];
  for await (const chunk of chunks) seen.push(chunk);
  expect(seen.every((chunk) => chunk.usage === undefined)).toBe(true);
  expect(seen.at(-1)!.choices[0]!.finish_reason).toBe('stop');
});

test('responses, whole and streamed, say the same', async () => {
  const ask = { model: 'gpt-5', input: 'Hallo' };
  const answer = await openai.responses.create(ask, planned(plan));
  expect(answer.output.map((item) => item.type)).toEqual(['reasoning', 'message', 'function_call']);
  expect([answer.output_text, answer.status]).toEqual([plan.text, 'completed']);
  expect(answer.usage).toMatchObject({
    input_tokens: 900,
    output_tokens: 60,
    input_tokens_details: { cached_tokens: 512 },
  });
  const streamed = await openai.responses.stream(ask, planned(plan)).finalResponse();
  expect(streamed.output_text).toBe(plan.text);
  expect(streamed.output.at(-1)).toMatchObject({ type: 'function_call', call_id: 'call_x1', name: 'find_order' });
  expect(streamed.usage).toEqual(answer.usage);
});

test('messages, whole and streamed, count the cache apart', async () => {
  const ask = { model: 'claude-sonnet-4-5', max_tokens: 500, messages };
  const answer = await anthropic.messages.create(ask, planned(plan));
  expect(answer.content.map((block) => block.type)).toEqual(['thinking', 'text', 'tool_use']);
  expect(answer.stop_reason).toBe('tool_use');
  const counted = {
    input_tokens: 324,
    cache_read_input_tokens: 512,
    cache_creation_input_tokens: 64,
    output_tokens: 60,
  };
  expect(answer.usage).toMatchObject(counted);
  const streamed = await anthropic.messages.stream(ask, planned(plan)).finalMessage();
  expect(streamed.content).toEqual(answer.content);
  expect(streamed.usage).toMatchObject(counted);
});

test('truncation and refusals in each dialect', async () => {
  const cut = planned({ text: 'Half of', truncated: true });
  const no = planned({ refusal: 'I cannot.' });
  const chat = { model: 'm', messages };
  const message = { model: 'm', max_tokens: 5, messages };
  expect((await openai.chat.completions.create(chat, cut)).choices[0]!.finish_reason).toBe('length');
  expect((await openai.chat.completions.create(chat, no)).choices[0]!.message.refusal).toBe('I cannot.');
  const short = await openai.responses.create({ model: 'm', input: 'x' }, cut);
  expect([short.status, short.incomplete_details?.reason]).toEqual(['incomplete', 'max_output_tokens']);
  const refusing = await openai.responses.create({ model: 'm', input: 'x' }, no);
  expect(refusing.output[0]).toMatchObject({ content: [{ type: 'refusal', refusal: 'I cannot.' }] });
  expect((await openai.responses.stream({ model: 'm', input: 'x' }, no).finalResponse()).output[0]).toMatchObject({
    content: [{ type: 'refusal', refusal: 'I cannot.' }],
  });
  expect((await anthropic.messages.create(message, cut)).stop_reason).toBe('max_tokens');
  expect((await anthropic.messages.create(message, no)).stop_reason).toBe('refusal');
});

test('faults are errors of the clients, with the time to wait', async () => {
  const chat = { model: 'm', messages };
  const limited = planned({ fault: 'rate_limited', retryAfterSeconds: 7 });
  const refusal = await openai.chat.completions.create(chat, limited).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(OpenAI.RateLimitError);
  expect((refusal as InstanceType<typeof OpenAI.RateLimitError>).headers.get('retry-after')).toBe('7');
  await expect(anthropic.messages.create({ ...chat, max_tokens: 5 }, limited)).rejects.toBeInstanceOf(
    Anthropic.RateLimitError,
  );
  await expect(
    openai.responses.create({ model: 'm', input: 'x' }, planned({ fault: 'server_error' })),
  ).rejects.toBeInstanceOf(OpenAI.InternalServerError);
  await expect(
    anthropic.messages.create({ ...chat, max_tokens: 5 }, planned({ fault: 'overloaded' })),
  ).rejects.toMatchObject({ status: 529 });
  await expect(openai.chat.completions.create(chat, planned({ ...plan, fault: 'bad_json' }))).rejects.toThrow();
  const broken = openai.chat.completions.stream(chat, planned({ ...plan, fault: 'broken_stream' }));
  await expect(broken.finalChatCompletion()).rejects.toThrow();
});

test('without a plan it uses each tool once, then answers; words in brackets ask for more', async () => {
  const ask = (content: string) =>
    openai.chat.completions.create({ model: 'm', messages: [{ role: 'user', content }], tools });
  const first = (await ask('Hello')).choices[0]!.message;
  expect(first.tool_calls).toHaveLength(1);
  const answer = await openai.chat.completions.create({
    model: 'm',
    messages: [{ role: 'user', content: 'Hello' }, first, { role: 'tool', tool_call_id: 'call_1', content: 'found' }],
    tools,
  });
  expect(answer.choices[0]!.message.content).toBe('You said: Hello The tools said: found');
  await expect(ask('[rate_limited] please')).rejects.toBeInstanceOf(OpenAI.RateLimitError);
  expect((await ask('[refuse]')).choices[0]!.message.refusal).toBe('I cannot help with that.');
});

test('a request that is none is told what is missing; time passes unless it is only told', async () => {
  await expect(openai.chat.completions.create({ model: 'm', messages: [] })).rejects.toThrow(/at least one message/);
  await expect(anthropic.messages.create({ model: 'm', messages } as never)).rejects.toThrow(/max_tokens/);
  expect((await fetch(`${provider.url}/v1/models`)).status).toBe(404);
  const began = performance.now();
  const headers = { [planHeader]: planText({ text: 'late', latencyMs: 300 }) };
  await openai.chat.completions.create({ model: 'm', messages }, { headers });
  expect(performance.now() - began).toBeGreaterThan(290);
  const told = await openai.chat.completions
    .create({ model: 'm', messages }, planned({ text: 'late', latencyMs: 90_000 }))
    .asResponse();
  expect(told.headers.get('x-fake-latency-ms')).toBe('90000');
});
