import type { Run } from 'signalbox/contract/monitoring';
import { AspectMark } from './aspect-mark.tsx';
import { useState, type ReactNode } from 'react';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { CopyBlock, CopyId } from './copy-button.tsx';
import { CopyAs } from './copy-as.tsx';
import { MoreMenu } from './more-menu.tsx';
import { QrCode } from './qr-code.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { FacetBar } from './facet-bar.tsx';
import { Field } from './field.tsx';
import { Inspector } from './inspector.tsx';
import { KindGlyph, kindNames } from './kind-glyph.tsx';
import { Lamp, type Aspect } from './lamp.tsx';
import { OutcomeMark } from './outcome-mark.tsx';
import { SafeText } from './safe-text.tsx';
import { Select } from './select.tsx';
import { Sparkline } from './sparkline.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { ShuntMark } from './shunt-mark.tsx';
import { Skeleton } from './skeleton.tsx';
import { SpecimenChoices } from './specimen-choices.tsx';
import { SpecimenCharts } from './chart/specimen-charts.tsx';
import { SpecimenTables } from './specimen-tables.tsx';
import { SpecimenWriting } from './specimen-writing.tsx';
import { Stat, Stats } from './stat.tsx';
import { Suggest } from './suggest.tsx';
import { Time } from './zone.tsx';

const aspects: Aspect[] = ['clear', 'caution', 'danger', 'dark'];
const outcomes: Run['outcome']['value'][] = ['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown'];
const long = 'a-name-that-nobody-would-choose-but-somebody-will-have-generated-'.repeat(4);
const failure = Object.assign(new Error('Telemetry is still accepted. Ask again in 2 s.'), {
  title: 'Warehouse is restarting',
  requestId: 'req_0193a5b2c4d87e9f8a1b2c3d4e5f6071',
});
const nothing = (): void => undefined;

/** Every part of the kit, full, empty, loading, broken, unknown and with long text. Checks and pictures are made of this page. */
export function Specimen() {
  const [choice, setChoice] = useState('');
  return (
    <main className="mx-auto max-w-5xl space-y-6 px-4 py-6">
      <h1 className="text-title font-semibold">Kit</h1>
      <Part name="Lamp, shunt mark">
        {aspects.map((a) => (
          <Lamp key={a} aspect={a} />
        ))}
        {aspects.map((a) => (
          <Lamp key={a} aspect={a} size={28} />
        ))}
        <ShuntMark authority="limited" />
        <ShuntMark authority="held" />
        <AspectMark aspect={{ health: 'caution', authority: 'held', reasons: [{ sentence: 'Draining.' }] }} />
        <Sparkline values={[0, 2, 5, 3, 0, 8, 1]} label="19 invocations over 7 equal steps of time" />
        <Sparkline values={[0, 0, 0]} label="No invocation" />
      </Part>
      <Part name="Outcome">
        {outcomes.map((value) => (
          <OutcomeMark
            key={value}
            run={{
              outcome: { value, source: value === 'completed' ? 'declared' : 'inferred', refused: false },
              state: 'settled',
              durationMs: 1,
            }}
          />
        ))}
        <OutcomeMark
          run={{ outcome: { value: 'unknown', source: null, refused: false }, state: 'running', durationMs: null }}
        />
        <OutcomeMark
          run={{ outcome: { value: 'unknown', source: null, refused: false }, state: 'unfinished', durationMs: null }}
        />
      </Part>
      <Part name="Kinds of step">
        {(Object.keys(kindNames) as (keyof typeof kindNames)[]).map((kind) => (
          <span key={kind} className="inline-flex items-center gap-1.5">
            <KindGlyph kind={kind} /> {kindNames[kind]}
          </span>
        ))}
      </Part>
      <Part name="Buttons, ids, time">
        <Button tone="primary">Open run</Button>
        <Button>Try again</Button>
        <Button tone="quiet">Clear filters</Button>
        <Button disabled>Not now</Button>
        <CopyId id="0af7651916cd43dd8448eb211c80319c" label="trace" />
        <Time at="2026-11-22T12:03:10.123Z" full />
        <CopyAs forms={{ JSON: () => '{}', curl: () => 'curl' }} />
        <MoreMenu acts={{ Export: () => {} }} />
      </Part>
      <Block name="Filters">
        <FacetBar
          chips={[{ label: 'User', value: long, onRemove: nothing }]}
          onClear={nothing}
          end={<Button tone="primary">12 new</Button>}
        >
          <Suggest id="specimen-agent" label="Agent" value="" suggestions={['refund-clerk']} onCommit={nothing} />
          <Select
            label="Outcome"
            value={choice}
            choices={[
              { value: '', label: 'Any outcome' },
              { value: 'failed', label: 'Failed' },
              { value: 'long', label: long },
            ]}
            onChange={setChoice}
          />
        </FacetBar>
      </Block>
      <Block name="Figures: full, unknown, long">
        <div className="p-4">
          <Stats>
            <Stat label="Tokens in" value="22,546" note="512 from cache" />
            <Stat label="Cost, USD" value={null} reason="not reported by the client" />
            <Stat label="Errors" value="2" tone="danger" note="deepest failing steps" />
            <Stat label={long} value={long} note={long} />
          </Stats>
        </div>
      </Block>
      <Block name="Charts: compared, with gaps, with many lines, unknown, as a table">
        <SpecimenCharts />
      </Block>
      <SpecimenTables />
      <SpecimenChoices />
      <SpecimenWriting />
      <Block name="Loading">
        <Skeleton rows={3} />
      </Block>
      <Block name="Empty">
        <EmptyState title="No runs yet">
          <p>Set this where an agent runs:</p>
          <QrCode text="otpauth://totp/Signalbox?secret=JBSWY3DPEHPK3PXP" label="QR code" size={96} />
          <CopyBlock text="export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf" label="Line to paste" />
        </EmptyState>
      </Block>
      <Block name="Broken">
        <ErrorState error={failure} onRetry={nothing} />
      </Block>
      <Block name="Banner">
        <Banner aspect="caution" end={<Button>Try again</Button>}>
          Warehouse is restarting since 12:03:10 UTC. Telemetry is still accepted; lists may be old.
        </Banner>
        <StaleNotice error={failure} readAt={Date.UTC(2026, 10, 22, 12, 3)} onRetry={nothing} />
      </Block>
      <Part name="Fields">
        <Field label="E-mail" type="email" defaultValue="ada@example.com" />
        <Field label="Password" type="password" error="At least 12 characters" />
      </Part>
      <Block name="Hostile text">
        <p className="p-4 text-prose [overflow-wrap:anywhere]">
          <SafeText
            text={`<b>bold?</b> invoice\u202efdp.exe \u001b[31m ${[...'hidden'].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')} ${long}`}
          />
        </p>
      </Block>
      <Block name="Inspector">
        <div className="relative flex h-48 justify-end">
          <Inspector label="Example" title={long} onClose={nothing}>
            <p className="p-4">Contents</p>
          </Inspector>
        </div>
      </Block>
    </main>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="label mb-2">{name}</h2>
      <div className="flex flex-wrap items-center gap-4">{children}</div>
    </section>
  );
}

function Block({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="label mb-2">{name}</h2>
      <div className="flex flex-col overflow-hidden border border-line">{children}</div>
    </section>
  );
}
