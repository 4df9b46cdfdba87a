import type { Knex } from 'knex';
import type { Scope } from '../../domain/officers/scope';
import { scopeCandidates } from '../../domain/officers/scope.repository';
import { compareSchoolClasses } from '../../rules/filing/class-order';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import { abandonGroupCode, quotaGroupCode } from '../../rules/filing/groups';
import type { Batch } from '../../rules/pack/rule-pack';

/** A school or one of its classes; null leaves a part open. */
export interface FiledGroup {
  readonly schoolCode: string | null;
  readonly className: string | null;
}

/** How many lists of a class are in force in a batch. */
export interface FiledClass {
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
  readonly filed: number;
}

/** Candidates of a scope whose list in a batch is in force, and confirmed where only such lists count: `candidates`, and their group as `held`. */
export function queryFiled(db: Knex, scope: Scope, batch: Batch, group: FiledGroup): Knex.QueryBuilder {
  const query = db('candidates')
    .join('application_groups as held', 'held.candidate_id', 'candidates.id')
    .where({ 'held.group_code': quotaGroupCode(batch), 'held.current_batch_code': batch.code })
    .whereNotNull('held.current_version_id')
    .whereNotExists((given) =>
      given
        .from('application_groups as given')
        .whereRaw('given.candidate_id = candidates.id')
        .where({ 'given.group_code': abandonGroupCode(batch) })
        .whereNotNull('given.abandoned_at'),
    );
  if (needsConfirmation(batch)) query.whereRaw('held.confirmed_ordinal = held.last_ordinal');
  if (group.schoolCode !== null) query.where('candidates.school_code', group.schoolCode);
  if (group.className !== null) query.where('candidates.class_name', group.className);
  return scopeCandidates(query, scope);
}

/** Every class of a scope that has lists in force in some batches, in order of school and class. */
export async function listFiledClasses(
  db: Knex,
  scope: Scope,
  batches: readonly Batch[],
): Promise<FiledClass[]> {
  const found = new Map<string, FiledClass>();
  for (const batch of batches) {
    const rows: FiledClass[] = await queryFiled(db, scope, batch, { schoolCode: null, className: null })
      .groupBy('school_code', 'school_name', 'class_name')
      .select({
        schoolCode: 'school_code',
        schoolName: 'school_name',
        className: 'class_name',
        filed: db.raw('count(*)::int'),
      });
    for (const row of rows) {
      const key = JSON.stringify([row.schoolCode, row.schoolName, row.className]);
      found.set(key, { ...row, filed: row.filed + (found.get(key)?.filed ?? 0) });
    }
  }
  return [...found.values()].sort(compareSchoolClasses);
}
