import { describe, expect, it } from 'vitest';
import { fieldRule } from './fields.ts';

describe('fieldRule', () => {
  it.each([
    'authorization',
    'Authorization',
    'http.request.header.authorization',
    'proxy-authorization',
    'cookie',
    'set-cookie',
    'http.response.header.set-cookie',
    'x-api-key',
    'api_key',
    'apiKey',
    'openai_api_key',
    'OPENAI_API_KEY',
    'apikey',
    'password',
    'db.password',
    'user_password',
    'userPassword',
    'passphrase',
    'secret',
    'client_secret',
    'clientSecret',
    'aws_secret_access_key',
    'secretKey',
    'private_key',
    'credentials',
    'request.headers',
    'gen_ai.request.headers',
    'responseHeaders',
    'ai.request.headers.x-tenant',
    'mastra.metadata.headers',
    'clientInitParams',
    'mastra.metadata.body',
  ])('%s is secret', (name) => expect(fieldRule(name)).toBe('secret'));

  it.each([
    'token',
    'access_token',
    'accessToken',
    'refresh-token',
    'x-csrf-token',
    'id_token',
    'auth.token',
    'sessionToken',
    'github_token',
    'personal_access_token',
  ])('%s is a token', (name) => expect(fieldRule(name)).toBe('token'));

  it.each([
    'gen_ai.usage.input_tokens',
    'llm.token_count.prompt',
    'ai.usage.totalTokens',
    'max_tokens',
    'maxOutputTokens',
    'gen_ai.token.type',
    'tokenizer',
    'tokens',
    'time_to_first_token',
    'nextPageToken',
    'eos_token',
    'gen_ai.server.time_per_output_token',
    'ai.response.avgOutputTokensPerSecond',
    'secretary',
    'passenger',
    'order_id',
    'author',
    'cookie_policy_url',
    'host.arch',
    'host.type',
    'processor',
    'service.name',
    '__proto__',
    '',
    'header',
    'server.address',
    'session.id',
  ])('%s is kept', (name) => expect(fieldRule(name)).toBe('keep'));

  it.each([
    'process.pid',
    'process.command_args',
    'process.executable.path',
    'host.id',
    'host.name',
    'host.ip',
    'host.mac',
  ])('%s is of the machine', (name) => expect(fieldRule(name)).toBe('machine'));

  it('knows stack traces and harmless headers', () => {
    expect(fieldRule('exception.stacktrace')).toBe('stack');
    expect(fieldRule('ai.request.headers.user-agent')).toBe('headers');
    expect(fieldRule('ai.request.headers.authorization')).toBe('secret');
  });

  it('takes linear time on a hostile name', () => {
    const from = process.threadCpuUsage();
    for (const name of [
      'secret'.repeat(80),
      'a'.repeat(500),
      '.'.repeat(500),
      'token'.repeat(100),
      'x'.repeat(1_000_000),
    ])
      fieldRule(name);
    expect(cpuMs(from)).toBeLessThan(50);
  });
});

/** Milliseconds of this thread's own work since `from`: other tests on the machine do not count. */
const cpuMs = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1000;
};
