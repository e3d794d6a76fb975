import type { Key } from 'signalbox/contract/access';

type Mode = Key['contentMode'];

/** What each mode does to telemetry that arrives with the key, in one line. docs/connect.md has the whole table. */
export const contentAbout: Record<Mode, { name: string; about: string; state: string; verb: string }> = {
  keep: {
    name: 'Keep',
    about: 'What is said is kept. Secrets in it are removed, as always.',
    state: 'content kept',
    verb: 'Keep content from now on',
  },
  mask: {
    name: 'Mask',
    about: 'Kept, with e-mail addresses, phone and card numbers and IBANs replaced. Names stay.',
    state: 'content masked',
    verb: 'Mask content from now on',
  },
  drop: {
    name: 'Drop',
    about: 'No text is kept, only names, models, times and numbers. It cannot be had later.',
    state: 'content dropped',
    verb: 'Drop content from now on',
  },
};

export const contentModes = Object.keys(contentAbout) as Mode[];
