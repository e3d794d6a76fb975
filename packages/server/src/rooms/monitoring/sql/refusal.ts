/** syntax: not our grammar · not_allowed: a name outside the lists · too_large: more than one statement may hold. */
export type RefusalKind = 'syntax' | 'not_allowed' | 'too_large';

/** Why a statement is not run. `at`: offset into the text, UTF-16 units. */
export class SqlRefusal extends Error {
  override readonly name = 'SqlRefusal';
  readonly kind: RefusalKind;
  readonly at: number;

  constructor(kind: RefusalKind, at: number, reason: string) {
    super(reason);
    this.kind = kind;
    this.at = at;
  }
}

/** What people count by: both from 1. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Bounds of one statement. `nodes`: parts of it with every alias written out where it is used; `reads`: tables with CTEs written out. */
export const bounds = { characters: 20_000, tokens: 4_000, depth: 24, nodes: 10_000, reads: 16, string: 4_000 };
