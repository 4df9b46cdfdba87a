import type { Knex } from 'knex';
import { findOwners } from '../effects/effect.repository';

const isEmpty = (value: string) => `coalesce(${value}, 'null') in ('null', '[]', '""')`;

/** Whether a fact is lost between two objects of facts: it had a value and has none, or a list lacks something. */
const LOSES = `exists (
  select from jsonb_each(weighing.before) as had (key, value)
   where not ${isEmpty('had.value')}
     and (${isEmpty('weighing.after -> had.key')}
          or (jsonb_typeof(had.value) = 'array' and jsonb_typeof(weighing.after -> had.key) = 'array'
              and exists (select from jsonb_array_elements(had.value) as part (part)
                           where not (weighing.after -> had.key) @> part.part))))`;

/**
 * Writes down what changes of candidates: `compared` selects `id`, `subject`, `before` and `after` (objects of values)
 * and `concerns`, whether rules read any of it. A value that is lost makes the record `cleared`.
 */
export async function weighFacts(
  transaction: Knex.Transaction,
  compared: string,
  bindings: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await transaction.raw(
    `insert into weighed (act, subject, before, after, candidate_id)
     select case when ${LOSES} then 'cleared' else 'changed' end, subject,
            coalesce((select jsonb_object_agg(key, value) from jsonb_each(weighing.before)
                       where value is distinct from weighing.after -> key), '{}'),
            coalesce((select jsonb_object_agg(key, value) from jsonb_each(weighing.after)
                       where value is distinct from weighing.before -> key), '{}'),
            case when concerns then id end
       from (${compared}) weighing order by subject`,
    { ...bindings },
  );
  await findOwners(transaction);
}
