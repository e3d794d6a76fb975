import type { Expression, Filtered } from './expression.ts';

/** A template, read. */
export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'output'; of: Filtered }
  /** The first branch that holds; `when` null = always. */
  | { kind: 'if'; branches: readonly Branch[] }
  | {
      kind: 'case';
      of: Filtered;
      branches: readonly { values: readonly Expression[]; body: readonly Node[] }[];
      otherwise: readonly Node[];
    }
  | {
      kind: 'for';
      variable: string;
      over: Expression;
      limit: Expression | null;
      offset: Expression | null;
      isReversed: boolean;
      body: readonly Node[];
      otherwise: readonly Node[];
    }
  | { kind: 'assign'; name: string; of: Filtered }
  | { kind: 'capture'; name: string; body: readonly Node[] }
  | { kind: 'prompt'; reference: string }
  | { kind: 'leave'; how: 'break' | 'continue' };
export type Branch = { when: Filtered | null; isNegated: boolean; body: readonly Node[] };
