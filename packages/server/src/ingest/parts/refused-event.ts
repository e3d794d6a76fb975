/** One event of a batch that is not taken, with HTTP's status for it. The others of the batch are not concerned. */
export class RefusedEvent extends Error {
  override readonly name = 'RefusedEvent';
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
