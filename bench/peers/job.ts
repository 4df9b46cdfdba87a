/** The one batch of the fixed job. */
export const BATCH = 'undergraduate-2';

interface Field {
  readonly name: string;
  readonly label: string;
}

/** Majors of each choice: nine with five, two with three; 62 fields in all. */
const MAJORS = [5, 5, 5, 5, 5, 5, 5, 5, 5, 3, 3];

/** The fields of the form in their order, which is that of their names too. */
export const FIELDS: readonly Field[] = MAJORS.flatMap((majors, index) => {
  const choice = `c${String(index + 1).padStart(2, '0')}`;
  return [
    { name: `${choice}_school`, label: `志愿${index + 1} 院校代号` },
    ...Array.from({ length: majors }, (_none, at) => ({
      name: `${choice}_major${at + 1}`,
      label: `志愿${index + 1} 专业${at + 1}`,
    })),
  ];
});

/** The statements of the job, as the peers in node send them. */
export const SQL = {
  session: 'select person_id from session where token = $1 and expires_at > now()',
  person: `select candidate_number, name, sex, born_on, ethnicity, kind, track, county, school, class_name
    from person where id = $1`,
  standing: 'select score, place, control_line, saves_left from standing where person_id = $1',
  list: `select body from choice_group join version on version.id = version_id
    where choice_group.person_id = $1 and choice_group.batch = $2`,
  lock: 'select number, hash from choice_group where person_id = $1 and batch = $2 for update',
  version: `insert into version (person_id, batch, number, body, former_hash, hash)
    values ($1, $2, $3, $4, $5, $6) returning id`,
  group: `update choice_group set version_id = $3, number = $4, hash = $5, saved_at = now()
    where person_id = $1 and batch = $2`,
  evidence: `with audit as (
      insert into audit_entry (person_id, action, detail, address) values ($1, 'save', $2, $3))
    insert into attempt (person_id, batch, outcome, body_hash, address) values ($1, $4, 'saved', $5, $3)`,
  letters: `with letter as (insert into mail (person_id, title, body) values ($1, $2, $3))
    insert into outbox (person_id, channel, text) values ($1, 'sms', $3)`,
};

/** What the person is told of a save. */
export const LETTER = {
  title: '志愿保存成功',
  body: (number: number) => `您的本科二批志愿已第${number}次保存，请登录平台核对。`,
};
