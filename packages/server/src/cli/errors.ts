import { writeFileSync } from 'node:fs';
import { errorDocs } from '../spine/error-docs.ts';

export function errors(file: string | undefined): void {
  if (file === undefined) process.stdout.write(errorDocs());
  else writeFileSync(file, errorDocs());
}
