import { roles } from './actor.ts';
import { actions, rightOf, roleHas, type GrantedAction } from './rights.ts';

/** The table role × right of docs/access.md, as Markdown. */
export function rightsTable(): string {
  const names = roles.map((role) => role.replaceAll('_', ' '));
  const rows = (Object.keys(actions) as GrantedAction[]).map((action) => {
    const { scope, about } = rightOf(action);
    const cells = roles.map((role) => (roleHas(role, action) ? '●' : ''));
    return line([`\`${action}\``, about, ...cells, scope === null ? '—' : `\`${scope}\``]);
  });
  const head = ['right', 'what it is', ...names, 'key scope'];
  return [line(head), line(head.map((_, i) => (i < 2 ? '---' : ':-:'))), ...rows].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
