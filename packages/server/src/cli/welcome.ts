type Facts = { link: string; otlpUrl: string; grpcUrl: string | null; ingestKey: string | null; self: string };

/** What the person who started Signalbox does next. `self`: how they call this program. */
export function welcome({ link, otlpUrl, grpcUrl, ingestKey, self }: Facts): string {
  const keyNote =
    ingestKey === null
      ? `Keys are shown once. For a new one: ${self} key create`
      : `This key is shown only now. For another one: ${self} key create`;
  return `
Open    ${link}
        works once and for 15 minutes; for a new link: ${self} login-link

Connect an agent: set these where it runs
        OTEL_EXPORTER_OTLP_ENDPOINT=${otlpUrl}
        OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=${ingestKey ?? '<your key>'}
        OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
        ${keyNote}
${grpcUrl === null ? '' : `        Over gRPC: the same key, protocol grpc, endpoint ${grpcUrl}\n`}
Stop with Ctrl-C.
`;
}

/** After `npm start` there is no command `signalbox` on the path, only npm's script of that name. */
export const ownName = (env: Record<string, string | undefined>): string =>
  env['npm_lifecycle_event'] === undefined ? 'signalbox' : 'npm run -s signalbox --';
