import { Field } from '../../ui/field.tsx';

/** Six digits of an app, or a recovery code; phones offer the code that just came. */
export function CodeField({ label }: { label: string }) {
  return (
    <Field
      label={label}
      name="code"
      required
      minLength={6}
      maxLength={24}
      inputMode="text"
      autoComplete="one-time-code"
    />
  );
}
