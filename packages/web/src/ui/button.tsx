import type { ButtonHTMLAttributes, ReactNode } from 'react';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { tone?: 'primary' | 'plain' | 'quiet'; children: ReactNode };

const tones = {
  primary: 'bg-accent text-on-accent border-transparent font-medium hover:brightness-110 disabled:opacity-60',
  plain: 'bg-panel text-ink border-edge hover:bg-sunk disabled:text-muted',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-sunk hover:text-ink',
};

/** Looks of every button; 28 px beside a mouse, 44 px under a thumb. */
export const buttonLook = (tone: keyof typeof tones = 'plain'): string =>
  `inline-flex h-11 items-center justify-center gap-1.5 whitespace-nowrap rounded-control border px-2.5 desk:h-7 ${tones[tone]}`;

export function Button({ tone = 'plain', className = '', type = 'button', ...rest }: Props) {
  return <button type={type} className={`${buttonLook(tone)} ${className}`} {...rest} />;
}
