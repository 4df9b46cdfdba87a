/** Works on jobs beside the requests, each in a go of its own. */
export interface JobRunner {
  /** Begins or goes on; at once back. */
  start(jobId: number): void;
  /** Ends after the step that is under way; what is not done goes on where it stopped. */
  close(): Promise<void>;
  /** Resolves when nothing is under way. */
  settle(): Promise<void>;
}

interface JobWork {
  /** The next step of a job. @returns whether there is more to do. */
  step(jobId: number): Promise<boolean>;
  /** A step failed while the process is not about to end. */
  fail(jobId: number, error: unknown): Promise<void>;
}

export function createJobRunner({ step, fail }: JobWork): JobRunner {
  const underWay = new Map<number, Promise<void>>();
  let closed = false;

  async function run(jobId: number): Promise<void> {
    try {
      while (!closed && (await step(jobId)));
    } catch (error) {
      if (!closed) await fail(jobId, error);
    }
  }

  return {
    start(jobId) {
      if (closed || underWay.has(jobId)) return;
      underWay.set(
        jobId,
        run(jobId).finally(() => underWay.delete(jobId)),
      );
    },
    async close() {
      closed = true;
      await Promise.all(underWay.values());
    },
    settle: async () => {
      await Promise.all(underWay.values());
    },
  };
}
