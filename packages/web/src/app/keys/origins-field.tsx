import { Field } from '../../ui/field.tsx';

/** Pages whose scripts may send feedback with a key. */
export const OriginsField = () => (
  <Field
    label="Pages it is used from"
    name="origins"
    hint="As https://shop.example.com, blanks between. Empty: from servers. Such a key carries nothing else"
    autoComplete="off"
  />
);
