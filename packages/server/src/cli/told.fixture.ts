import { vi } from 'vitest';

/** What a command prints, by lines, and the exit code it would leave. */
export async function told(command: () => Promise<unknown>): Promise<{ code: unknown; out: string[] }> {
  const out = vi.spyOn(console, 'log').mockImplementation(() => {});
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await command();
    return { code: process.exitCode, out: out.mock.calls.flatMap((one) => String(one[0]).split('\n')) };
  } finally {
    process.exitCode = before;
    out.mockRestore();
  }
}
