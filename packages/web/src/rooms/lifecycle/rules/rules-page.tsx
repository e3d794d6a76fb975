import { SettingsFrame } from '../../../app/settings-frame.tsx';
import { Section } from '../../../app/settings-section.tsx';
import { EnvironmentOrderForm } from './environment-order-form.tsx';
import { EnvironmentRules } from './environment-rules.tsx';
import { NamingForm } from './naming-form.tsx';

/** What is asked of agents and deployments everywhere in the workspace. */
export function RulesPage() {
  return (
    <SettingsFrame title="Rules">
      <Section title="Names of agents" note="Asked when agents are claimed, declared, renamed or applied.">
        <NamingForm />
      </Section>
      <Section title="Order of environments" note="A release is promoted from each to the next.">
        <EnvironmentOrderForm />
      </Section>
      <Section
        title="Sign-offs"
        note="Who signs a release off before it is deployed to an environment. Rolling back asks for none."
      >
        <EnvironmentRules />
      </Section>
    </SettingsFrame>
  );
}
