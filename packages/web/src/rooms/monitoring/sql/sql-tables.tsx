import { useQuery } from '@tanstack/react-query';
import { sqlSchemaQuery } from './queries.ts';

/** What a statement may name, to look up while writing. */
export function SqlTables() {
  const { data, error } = useQuery(sqlSchemaQuery);
  if (error) return <p className="text-muted">The tables could not be read. Reload the page.</p>;
  return (
    <section aria-label="Tables" className="min-w-0">
      <h2 className="label pb-1">Tables</h2>
      {data?.tables.map(({ name, about, columns }) => (
        <details key={name} className="border-b border-line py-1">
          <summary className="mono min-h-8 cursor-pointer py-1" title={about}>
            {name}
          </summary>
          <p className="pb-1 text-muted">{about}</p>
          <dl>
            {columns.map((column) => (
              <div key={column.name} className="py-0.5">
                <dt className="mono [overflow-wrap:anywhere]">
                  {column.name} <span className="text-muted">{column.type}</span>
                </dt>
                <dd className="pl-3 text-muted">
                  {column.about}
                  {column.content ? ' Needs the right to read content.' : ''}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
      {data === undefined ? null : (
        <details className="py-1">
          <summary className="min-h-8 cursor-pointer py-1">{data.functions.length} functions</summary>
          <p className="mono text-muted [overflow-wrap:anywhere]">{data.functions.join(' ')}</p>
        </details>
      )}
    </section>
  );
}
