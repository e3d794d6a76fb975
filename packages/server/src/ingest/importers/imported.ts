/** What an importer makes of files that others wrote. Pure: the same record gives the same ids and the same requests. */

/** Where a record stands: the line it begins in, and the how manieth of the file it is, both from 1. */
export type Place = { file: string; line: number; nth: number };

/** One value of a file; `broken` says why it could not be read. */
export type SourceRecord = Place & ({ value: unknown } | { broken: string });

/** One request to the server's public API. */
export type ImportRequest = {
  path: '/v1/traces' | '/api/public/ingestion' | '/api/v1/outcomes';
  body: object;
};

export type Imported = {
  runs: number;
  steps: number;
  scores: number;
  /** null where the record does not say which runs it holds. */
  runId: string | null;
  /** The source has no moments: `requests` files it under the one that it is given, marked as such. */
  synthetic: boolean;
  /**
   * @param at Unix milliseconds
   * @param told when its labels were given; of two words on one thing the later holds
   */
  requests(at: number, told?: number): ImportRequest[];
};

/** What became of one record. */
export type ReadRecord = Place & ({ imported: Imported } | { refused: string });

/** '' = as the format says. */
export type ImportOptions = { agent: string; environment: string };

/** Records in the order of the files; a format that joins them may wait for the last. */
export type Format = (records: Iterable<SourceRecord>, options: ImportOptions) => Iterable<ReadRecord>;
