import { useState } from 'react';
import { Check } from './check.tsx';
import { Labelled } from './labelled.tsx';
import { Part } from './part.tsx';
import { RiskMark } from './risk-mark.tsx';

const levels = ['low', 'medium', 'high'] as const;

/** What is chosen and judged: checks in each state, a named control, risks with and without their word. */
export function SpecimenChoices() {
  const [chosen, setChosen] = useState(true);
  return (
    <Part title="Choices and risks" end={<RiskMark level="high" />}>
      <div className="flex flex-wrap items-center gap-3">
        <Check label="Chosen" checked={chosen} onChange={setChosen} />
        <Check label="Not chosen" checked={!chosen} onChange={(checked) => setChosen(!checked)} />
        <Check label="Some chosen" checked={false} mixed onChange={setChosen} />
        {levels.map((level) => (
          <RiskMark key={level} level={level} />
        ))}
        {levels.map((level) => (
          <RiskMark key={level} level={level} word={false} />
        ))}
      </div>
      <Labelled label="A name that is longer than its place">
        <RiskMark level="low" />
      </Labelled>
    </Part>
  );
}
