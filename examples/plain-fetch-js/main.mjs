// An agent with nothing but fetch: release, prompt and settings come from Signalbox, and so go the spans.
import { signalbox } from '@signalbox/sdk';

const client = signalbox();
const question = process.argv[2] ?? 'Where is my order?';

async function askModel(model, messages) {
  const answer = await fetch(`${process.env.OPENAI_BASE_URL}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.OPENAI_API_KEY}` },
    body: JSON.stringify({ model, messages }),
  });
  if (!answer.ok) throw new Error(`The model answered ${answer.status}.`);
  return answer.json();
}

const text = await client.run({ conversation: 'example-plain-fetch', user: 'ada' }, async (run) => {
  const { text: system } = run.prompt('system', { company: 'Acme' });
  const { name: model } = run.release.manifest.model;
  const stock = await run.tool('look_up_order', async () => 'shipped yesterday');
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: `${question} (order: ${stock})` },
  ];
  const said = await run.model({ model, provider: 'openai' }, async (call) => {
    const { id, model: used, usage, choices } = await askModel(model, messages);
    call.usage({ input: usage.prompt_tokens, output: usage.completion_tokens });
    call.response({ id, model: used, finishReason: choices[0].finish_reason });
    call.messages(messages, choices[0].message.content);
    return choices[0].message.content;
  });
  run.outcome('completed');
  return said;
});

console.log(text);
await client.close();
