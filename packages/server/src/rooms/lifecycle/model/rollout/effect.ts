import type { Phase } from './state.ts';

/** What is to be done in the transaction that keeps the new state. Weights in thousandths of a percent. */
export type Effect =
  | { readonly kind: 'run_gates' }
  | { readonly kind: 'set_shadow'; readonly weight: number }
  | { readonly kind: 'set_weight'; readonly weight: number; readonly version: number }
  /** The candidate becomes what the environment serves. */
  | { readonly kind: 'deploy_stable'; readonly version: number }
  | {
      readonly kind: 'ask_sign_off';
      readonly step: number;
      readonly people: number;
      readonly role: string | null;
      readonly because: 'step' | 'timeout';
    }
  | { readonly kind: 'notify'; readonly about: Phase['name']; readonly details: readonly string[] }
  | { readonly kind: 'freeze_candidate' }
  /** An entry of the ledger: one for each input that was taken, each look included. */
  | {
      readonly kind: 'record';
      readonly input: string;
      readonly look: number | null;
      readonly from: Phase['name'];
      readonly to: Phase['name'];
      readonly step: number;
      readonly by: string | null;
      readonly reason: string;
    };

export type Refusal =
  | 'not_running'
  | 'ended'
  | 'started_already'
  | 'look_out_of_order'
  | 'not_in_this_phase'
  | 'reason_missing'
  | 'sign_off_missing'
  | 'signed_off_already'
  | 'going_back';
