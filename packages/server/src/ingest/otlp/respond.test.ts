import { fromBinary, fromJsonString } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { otlp } from '../../../../../test/oracle/otlp-schema.ts';
import { writeExportResponse, writeStatus } from './respond.ts';

const text = (body: Uint8Array): unknown => JSON.parse(Buffer.from(body).toString());
const Response = otlp('ExportResponse');
const Status = otlp('RpcStatus');

describe('writeExportResponse', () => {
  test('is empty when everything was kept', () => {
    expect(writeExportResponse('traces', { rejected: 0, message: '' }, 'protobuf')).toHaveLength(0);
    expect(text(writeExportResponse('traces', { rejected: 0, message: '' }, 'json'))).toEqual({});
  });

  test.each([1, 127, 128, 300, 2 ** 31, 2 ** 40])('names %i refused items', (rejected) => {
    const partial = { rejected, message: 'zu kurz: é' };
    expect(fromBinary(Response, writeExportResponse('traces', partial, 'protobuf'))).toMatchObject({
      partialSuccess: { rejected: BigInt(rejected), errorMessage: 'zu kurz: é' },
    });
    expect(text(writeExportResponse('traces', partial, 'json'))).toEqual({
      partialSuccess: { rejectedSpans: String(rejected), errorMessage: 'zu kurz: é' },
    });
  });

  test('each signal counts its own', () => {
    const partial = { rejected: 3, message: 'metrics are not kept' };
    expect(text(writeExportResponse('metrics', partial, 'json'))).toMatchObject({
      partialSuccess: { rejectedDataPoints: '3' },
    });
    expect(text(writeExportResponse('logs', partial, 'json'))).toMatchObject({
      partialSuccess: { rejectedLogRecords: '3' },
    });
  });

  test('a message alone is a warning', () => {
    const partial = { rejected: 0, message: 'cut' };
    expect(text(writeExportResponse('logs', partial, 'json'))).toEqual({ partialSuccess: { errorMessage: 'cut' } });
    const message = fromBinary(Response, writeExportResponse('logs', partial, 'protobuf'));
    expect(message).toMatchObject({ partialSuccess: { rejected: 0n, errorMessage: 'cut' } });
  });
});

describe('writeStatus', () => {
  test.each([
    [400, 3],
    [401, 16],
    [403, 7],
    [413, 3],
    [429, 8],
    [503, 14],
    [418, 9],
    [500, 13],
  ])('HTTP %i is code %i in both formats', (http, code) => {
    const message = 'Send smaller batches.'.repeat(20);
    expect(fromBinary(Status, writeStatus(http, message, 'protobuf'))).toMatchObject({ code, message });
    expect(fromJsonString(Status, Buffer.from(writeStatus(http, message, 'json')).toString())).toMatchObject({
      code,
      message,
    });
  });
});
