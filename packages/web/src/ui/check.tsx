type Props = { label: string; checked: boolean; onChange: (checked: boolean) => void; mixed?: boolean };

/** Chooses a row without opening it; a target of 44 px under a thumb. `mixed`: some of what it stands for are chosen. */
export function Check({ label, checked, onChange, mixed = false }: Props) {
  return (
    <label className="grid size-11 cursor-pointer place-items-center desk:size-7" onClick={(e) => e.stopPropagation()}>
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        ref={(box) => {
          if (box) box.indeterminate = mixed;
        }}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-(--accent)"
      />
    </label>
  );
}
