/** One task at a time beside its owner's own work. What a task threw is thrown at the owner's next look. */
export class Beside {
  #under: Promise<void> | null = null;
  #failed: { error: unknown } | null = null;

  /** Begins it unless the one before is still under way. */
  begin(task: () => Promise<void>): void {
    this.#complain();
    if (this.#under !== null) return;
    this.#under = task()
      .catch((error: unknown) => void (this.#failed = { error }))
      .finally(() => void (this.#under = null));
  }

  /** Waits for the one that is under way. */
  async end(): Promise<void> {
    await this.#under;
    this.#complain();
  }

  #complain(): void {
    if (this.#failed === null) return;
    const { error } = this.#failed;
    this.#failed = null;
    throw error;
  }
}
