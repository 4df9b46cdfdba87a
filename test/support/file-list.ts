import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';

/** One 志愿 of a list: institution, 专业 and, where the layout has them, group and posts. */
export interface FiledSlot {
  readonly institution: string;
  readonly majors?: readonly string[];
  readonly group?: string;
  readonly posts?: readonly string[];
}

/** Puts a list in force as a save would have left it, whatever the rules and the windows say. */
export async function fileList(
  knex: Knex,
  candidateNumber: string,
  batch: string,
  slots: readonly FiledSlot[],
  group = batch,
): Promise<number> {
  const candidate = await knex('candidates').where({ candidate_number: candidateNumber }).first('id');
  const body = {
    year: 2021,
    batch: { code: batch, name: batch },
    sections: [
      {
        code: 'first',
        label: '第一志愿',
        note: '',
        hasAdjustment: true,
        slots: slots.map(({ institution, majors = [], group: own = '', posts = [] }, index) => ({
          label: `第${index + 1}志愿`,
          institution: { code: institution, name: '' },
          group: own,
          majors: [...majors.map((code) => ({ code, name: '' })), null],
          posts,
          adjustment: 'agree',
        })),
      },
    ],
  };
  const at = knex.fn.now();
  const [version] = await knex('application_versions')
    .insert({
      candidate_id: candidate.id,
      group_code: group,
      ordinal: 1,
      save_number: 1,
      batch_code: batch,
      pack_code: 'henan-2021',
      pack_version: 1,
      canonical_body: JSON.stringify(body),
      saved_at: at,
      actor_kind: 'candidate',
      actor_id: candidateNumber,
      address: '',
      device: '',
      form_token: randomBytes(8).toString('hex'),
      previous_hash: randomBytes(32),
      nonce: randomBytes(32),
      hash: randomBytes(32),
    })
    .returning('id');
  await knex('application_groups').insert({
    candidate_id: candidate.id,
    group_code: group,
    saves_used: 1,
    last_ordinal: 1,
    last_saved_at: at,
    current_batch_code: batch,
    current_version_id: version.id,
  });
  return Number(candidate.id);
}
