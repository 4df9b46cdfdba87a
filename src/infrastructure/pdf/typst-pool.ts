import { createThreadPool, type ThreadPoolOptions } from '../thread-pool';
import { getWorkerFile } from '../worker-file';
import type { TypstJob, TypstWorkerData } from './typst-job';

type TypstPoolOptions = Omit<ThreadPoolOptions, 'workerFile' | 'workerData'> & TypstWorkerData;

/** Threads that set documents. */
export function createTypstPool({ workspace, fonts, allFonts, ...limits }: TypstPoolOptions) {
  const pool = createThreadPool<TypstJob, Uint8Array>({
    ...limits,
    workerFile: getWorkerFile(__dirname, 'typst-worker'),
    workerData: { workspace, fonts, allFonts } satisfies TypstWorkerData,
  });
  return {
    /** Sets one document. @throws as the pool does */
    async setDocument(job: TypstJob): Promise<Buffer> {
      const { buffer, byteOffset, byteLength } = await pool.run(job);
      return Buffer.from(buffer, byteOffset, byteLength);
    },
    close: pool.close,
  };
}
