import type { ImportKind } from '../kind';
import { getImportKind } from '../kinds/import-kinds';
import { remainderKind } from '../kinds/plans';
import type { ImportJob } from './import-job';

/** As what the file of a job is read. */
export function kindOfJob({ kind, supplement }: Pick<ImportJob, 'kind' | 'supplement'>): ImportKind {
  return supplement === null ? getImportKind(kind) : remainderKind;
}
