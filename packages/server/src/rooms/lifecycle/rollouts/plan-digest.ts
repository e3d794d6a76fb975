import { canonicalize } from 'json-canonicalize';
import type { Plan } from '../model/rollout/plan.ts';
import { sha256 } from '../releases/digest.ts';

/** SHA-256 of the RFC 8785 form of a plan, hex: what each entry of a rollout in the ledger names. */
export const planDigest = (plan: Plan): string => sha256(canonicalize(plan));
