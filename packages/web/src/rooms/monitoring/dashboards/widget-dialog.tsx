import { useQuery } from '@tanstack/react-query';
import type { Dashboard, Widget } from 'signalbox/contract/monitoring/dashboards';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Scope } from '../../../app/scope.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Asked } from './asked.tsx';
import { FilterRows } from './filter-rows.tsx';
import { MeasureRows } from './measure-rows.tsx';
import { questionOf } from './model/question.ts';
import { kindNames, grainNames, ready } from './model/widget-form.ts';
import { catalogueQuery } from './queries.ts';
import { SplitRows } from './split-rows.tsx';

type Props = {
  widget: Widget;
  /** Is it a new one? */
  fresh: boolean;
  range: Dashboard['range'];
  scope: Scope;
  busy: boolean;
  error: unknown;
  onSave: (widget: Widget) => void;
  onClose: () => void;
};

/** A widget by what it measures, how that is split and narrowed; shown as it will be while it is put together. */
export function WidgetDialog({ widget, fresh, range, scope, busy, error, onSave, onClose }: Props) {
  const [draft, setDraft] = useState(widget);
  const catalogue = useQuery(catalogueQuery);
  const set = (change: Partial<Widget['query']>): void => setDraft({ ...draft, query: { ...draft.query, ...change } });
  const shown = useDeferredValue(draft);
  const question = useMemo(() => questionOf(ready(shown), scope, range), [shown, scope, range]);
  const { query, kind } = draft;
  return (
    <Modal title={fresh ? 'Add widget' : 'Change widget'} onClose={onClose} wide>
      {catalogue.data === undefined ? (
        catalogue.isError ? (
          <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />
        ) : (
          <Skeleton rows={6} label="Loading measures" />
        )
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            onSave(ready(draft));
          }}
        >
          <div className="grid gap-4 desk:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-3">
              <Labelled label="Measure">
                <MeasureRows
                  measures={query.measures}
                  catalogue={catalogue.data}
                  onChange={(measures) => set({ measures })}
                />
              </Labelled>
              <Labelled label="Split by">
                <SplitRows
                  splits={query.dimensions}
                  dimensions={catalogue.data.dimensions}
                  onChange={(dimensions) => set({ dimensions })}
                />
              </Labelled>
              <Labelled label="Filters">
                <FilterRows
                  filters={query.filters}
                  catalogue={catalogue.data}
                  onChange={(filters) => set({ filters })}
                />
              </Labelled>
              <Labelled label="Shown as">
                <Select
                  label="Shown as"
                  value={kind}
                  choices={Object.entries(kindNames).map(([value, label]) => ({ value, label }))}
                  onChange={(to) => setDraft({ ...draft, kind: to as Widget['kind'] })}
                  plain
                />
                {kind === 'line' || kind === 'table' ? (
                  <Select
                    label="Steps of time"
                    value={kind === 'line' && query.grain === 'none' ? 'auto' : query.grain}
                    choices={Object.entries(grainNames)
                      .filter(([value]) => kind === 'table' || value !== 'none')
                      .map(([value, label]) => ({ value, label }))}
                    onChange={(grain) => set({ grain: grain as Widget['query']['grain'] })}
                    plain
                  />
                ) : null}
              </Labelled>
              <Field
                label="Title"
                value={draft.title}
                maxLength={120}
                placeholder="As the measure is called"
                onChange={(event) => setDraft({ ...draft, title: event.target.value })}
              />
            </div>
            <section
              aria-label="Preview"
              className="h-72 min-w-0 overflow-y-auto rounded-control border border-line bg-panel p-2"
            >
              <Asked question={question} label="Preview" height={264} />
            </section>
          </div>
          <Refusal error={error} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" tone="primary" disabled={busy}>
              {fresh ? 'Add widget' : 'Change widget'}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
