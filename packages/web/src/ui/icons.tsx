const paths = {
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  up: 'M4 10l4-4 4 4',
  back: 'M6 4L2.5 7.500 6 11M2.500 7.500h7a4 4 0 010 8',
  check: 'M3 8.5l3.5 3.5 6.5-8',
  agents: 'M2 3.5h4v4H2zM10 3.500h4v4h-4zM6 11.500h4M8 5.500v6M6 5.500h4',
  connect: 'M6.500 9.500l3-3M7 5l1.500-1.500a2.800 2.800 0 014 4L11 9M9 11l-1.500 1.500a2.800 2.800 0 01-4-4L5 7',
  prompts: 'M2.500 3h11v7.500H7L4 13.500v-3H2.500zM5 5.800h6M5 8h4',
  playground: 'M4.500 3v10l8-5z',
  failures: 'M8 2l6 11.500H2zM8 6.500v3M8 11.200v.600',
  runs: 'M2 4h7M4 8h9M6 12h5',
  sql: 'M2 3h12v10H2zM4.500 6l2 2-2 2M8 10h3.500',
  dashboards: 'M2.500 2.500h11v11h-11zM2.500 7.500h11M7.500 7.500v6',
  settings: 'M2 5h7M13 5h1M2 11h1M7 11h7M11 3.2v3.600M5 9.2v3.600',
  releases: 'M8 1.500l5.500 3v7L8 14.500l-5.500-3v-7zM2.500 4.500L8 7.500l5.500-3M8 7.500v7',
  deployments: 'M8 10V2M5 5l3-3 3 3M2.500 9.500v4h11v-4',
  calendar: 'M2.500 3.500h11v10h-11zM2.500 6.500h11M5.500 1.500v3M10.500 1.500v3',
  score: 'M2 13.500h12M4 11V8M8 11V3M12 11V6',
  map: 'M2 2.500h4v3H2zM10 6.500h4v3h-4zM2 10.500h4v3H2zM6 4h2v4h2M6 12h2V8',
  sun: 'M8 4.8a3.2 3.2 0 100 6.400 3.2 3.2 0 000-6.400zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  fold: 'M2.5 3h11v10h-11zM6.5 3v10',
  zoom: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.5 10.5L14 14M5 7h4',
} as const;

/** Line icons, 16 px, always beside words or in a control that has a label of its own. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      className="shrink-0"
    >
      <path d={paths[name]} />
    </svg>
  );
}
