import type { Knex } from 'knex';
import type { Logger } from '../../infrastructure/logger';
import type { RulePack } from '../../rules/pack/rule-pack';
import { countFinalLists, type ExportedBatch, readSteadily } from './final-list.repository';
import type { LayoutColumn } from './layout';
import { deleteParts, finishExport, insertPart, recordProgress } from './list-export.repository';
import { encryptPackage } from './package-cipher';
import { type Manifest, writePackage } from './write-package';

interface ExportJob {
  readonly id: number;
  readonly batches: readonly ExportedBatch[];
  readonly pack: Pick<RulePack, 'code' | 'version' | 'tracks'>;
  readonly createdAt: Date;
  readonly passphrase: string;
  readonly layout: readonly LayoutColumn[];
}

/** Works on exports beside the requests, one after another. */
export interface ExportRunner {
  start(job: ExportJob): void;
  /** Stops what runs and waits for it. */
  close(): Promise<void>;
}

const PART_BYTES = 1 << 20;
const RECORD_EVERY = 500;

class Stopped extends Error {}

export function createExportRunner(db: Knex, log: Logger | null): ExportRunner {
  let closing = false;
  let last: Promise<void> = Promise.resolve();

  async function write(job: ExportJob): Promise<void> {
    let manifest: Manifest | null = null;
    await readSteadily(db, async (snapshot) => {
      const total = await countFinalLists(snapshot, job.batches);
      let written = 0;
      const recordSoFar = async () => {
        if (closing || !(await recordProgress(db, job.id, total * 3, written))) throw new Stopped();
      };
      await recordSoFar();
      const clear = writePackage({
        ...job,
        snapshot,
        total,
        async onList() {
          written += 1;
          if (written % RECORD_EVERY === 0) await recordSoFar();
        },
        onManifest: (made) => {
          manifest = made;
        },
      });
      await keep(job.id, encryptPackage(job.passphrase, clear));
      await recordSoFar();
    });
    if ((await finishExport(db, job.id, 'done', manifest)) !== 1) throw new Stopped();
  }

  async function keep(id: number, bytes: AsyncIterable<Buffer>): Promise<void> {
    let part = 0;
    let kept: Buffer[] = [];
    let size = 0;
    const flush = async () => {
      part += 1;
      await insertPart(db, id, part, Buffer.concat(kept));
      kept = [];
      size = 0;
    };
    for await (const chunk of bytes) {
      kept.push(chunk);
      size += chunk.length;
      if (size >= PART_BYTES) await flush();
    }
    if (size > 0) await flush();
  }

  async function run(job: ExportJob): Promise<void> {
    try {
      await write(job);
    } catch (error) {
      if (!(error instanceof Stopped)) log?.error({ err: error, export: job.id }, 'an export failed');
      // Also after a stop: the parts that were written are deleted.
      await finishExport(db, job.id, 'failed', null);
      await deleteParts(db, job.id);
    }
  }

  return {
    start(job) {
      last = last.then(() => run(job)).catch((error) => log?.error({ err: error }, 'an export failed'));
    },
    async close() {
      closing = true;
      await last;
    },
  };
}
