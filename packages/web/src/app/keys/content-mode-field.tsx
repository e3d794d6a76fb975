import type { Key } from 'signalbox/contract/access';
import { contentAbout, contentModes } from './content-words.ts';

type Props = { value: Key['contentMode']; onChange: (mode: Key['contentMode']) => void };

/** What is kept of what a key sends: one of three, each with what it does. */
export function ContentModeField({ value, onChange }: Props) {
  return (
    <fieldset>
      <legend className="font-medium text-ink">Content of new telemetry</legend>
      {contentModes.map((mode) => (
        <label key={mode} className="flex min-h-11 items-start gap-2 py-1 desk:min-h-7">
          <input
            type="radio"
            name="contentMode"
            value={mode}
            className="mt-0.5 size-4 shrink-0 accent-(--accent)"
            checked={value === mode}
            onChange={() => onChange(mode)}
          />
          <span className="text-ink">
            {contentAbout[mode].name} <span className="text-muted">{contentAbout[mode].about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
