import { Select as Base } from '@base-ui/react/select';
import { Icon } from './icons.tsx';
import { SafeLine } from './safe-text.tsx';

export type Choice = { value: string; label: string };
type Props = {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
  id?: string;
  /** Not a filter, but a value of its own: never drawn stronger. */
  plain?: boolean;
};

/** One of a few. Set to something other than the first choice it is drawn stronger: a filter that works is seen. */
export function Select({ label, value, choices, onChange, id, plain = false }: Props) {
  const all = choices.some((c) => c.value === value) ? choices : [...choices, { value, label: value }];
  const set = !plain && value !== (choices[0]?.value ?? '');
  return (
    <Base.Root items={all} value={value} onValueChange={(next) => onChange(next ?? '')}>
      <Base.Trigger
        id={id}
        aria-label={label}
        className={`inline-flex h-11 max-w-52 items-center desk:max-w-72 gap-1 rounded-control border px-1.5 desk:gap-1.5 desk:px-2 text-left hover:bg-sunk desk:h-7 ${set ? 'border-accent text-ink' : 'border-line text-muted'}`}
      >
        <Base.Value className="truncate">
          {(chosen: string) => <SafeLine text={all.find((c) => c.value === chosen)?.label ?? chosen} max={120} />}
        </Base.Value>
        <Icon name="down" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-60">
          <Base.Popup className="max-h-80 min-w-(--anchor-width) max-w-96 overflow-y-auto rounded-overlay border border-line bg-panel p-1 shadow-overlay">
            {all.map((choice) => (
              <Base.Item
                key={choice.value}
                value={choice.value}
                className="flex min-h-11 cursor-pointer items-center gap-2 rounded-control px-2 data-highlighted:bg-select desk:min-h-7"
              >
                <span className="w-4">
                  <Base.ItemIndicator>
                    <Icon name="check" />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText className="truncate">
                  <SafeLine text={choice.label} max={200} />
                </Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
