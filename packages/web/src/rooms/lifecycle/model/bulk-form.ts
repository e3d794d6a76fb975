import type { BulkAct } from 'signalbox/contract/lifecycle';

/** What a change of many takes, as text: each kind reads what it needs. */
export const emptyBulkForm = {
  ...{ person: '', tags: '', purpose: '', onCall: '', runbook: '', budget: '' },
  ...{ autonomy: '', reversibility: '', data: '', reach: '', spend: '' },
  ...{ from: '', to: '', reason: '' },
};
export type BulkForm = typeof emptyBulkForm;

const given = <K extends keyof BulkForm>(form: BulkForm, keys: readonly K[]): { [P in K]?: string } =>
  Object.fromEntries(keys.flatMap((key) => (form[key].trim() === '' ? [] : [[key, form[key].trim()]]))) as never;

/** The act that a form says; null while something is missing. */
export function actOf(kind: BulkAct['kind'], form: BulkForm): BulkAct | null {
  switch (kind) {
    case 'claim':
      return { kind };
    case 'owner':
      return form.person === '' ? null : { kind, person: form.person };
    case 'add_tags':
    case 'remove_tags': {
      const tags = [...new Set(form.tags.split(',').map((one) => one.trim()))].filter((one) => one !== '');
      return tags.length === 0 ? null : { kind, tags };
    }
    case 'risk': {
      const risk = given(form, ['autonomy', 'reversibility', 'data', 'reach', 'spend']);
      return Object.keys(risk).length === 0 ? null : { kind, risk: risk as Extract<BulkAct, { kind: 'risk' }>['risk'] };
    }
    case 'describe': {
      const said = given(form, ['purpose', 'onCall', 'runbook', 'budget']);
      return Object.keys(said).length === 0 ? null : { kind, ...said };
    }
    case 'promote': {
      const { from, to, reason } = given(form, ['from', 'to', 'reason']);
      return from === undefined || to === undefined || reason === undefined ? null : { kind, from, to, reason };
    }
  }
}
