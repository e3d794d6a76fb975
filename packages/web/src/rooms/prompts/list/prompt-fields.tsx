import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Field } from '../../../ui/field.tsx';
import { foldersQuery } from '../queries.ts';

type Props = { name: string; folder: string; tags: readonly string[] };

/** What a prompt is called and where it stands. */
export function PromptFields({ name, folder, tags }: Props) {
  const id = useId();
  const folders = useQuery(foldersQuery);
  return (
    <>
      <Field
        label="Name"
        name="name"
        required
        maxLength={200}
        defaultValue={name}
        autoComplete="off"
        hint="Agents ask for it by this name"
      />
      <Field
        label="Folder"
        name="folder"
        maxLength={300}
        defaultValue={folder}
        list={id}
        autoComplete="off"
        hint="Parts are separated by /; review rules hold for folders"
      />
      <datalist id={id}>
        {(folders.data?.items ?? []).map((one) => (
          <option key={one.folder} value={one.folder} />
        ))}
      </datalist>
      <Field
        label="Tags"
        name="tags"
        maxLength={600}
        defaultValue={tags.join(', ')}
        autoComplete="off"
        hint="Separated by commas"
      />
    </>
  );
}
