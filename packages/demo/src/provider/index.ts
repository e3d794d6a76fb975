/** The fake model provider, on its own: dialects of OpenAI and Anthropic on a loopback port. */
export { startFakeProvider, type FakeProvider } from './server.ts';
export { paceHeader, planHeader, planText, type Plan } from './plan.ts';
