import { codes, GrpcError } from './status.ts';

const unitMs: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** `grpc-timeout` in milliseconds, null where the client waits for ever. Throws INTERNAL for what is no timeout. */
export function timeoutMs(header: string | undefined): number | null {
  if (header === undefined) return null;
  const [, amount, unit] = /^(\d{1,8})([HMSmun])$/.exec(header) ?? [];
  if (amount === undefined)
    throw new GrpcError(codes.internal, `grpc-timeout is not a timeout: ${header.slice(0, 40)}`);
  return Number(amount) * unitMs[unit!]!;
}
